"use client";
import { useState, useSyncExternalStore } from "react";
import { Button } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";

const unchanging = () => () => {};

/** Copies the holder's link. Not there without JavaScript, which it needs. */
export function CopyLink({
  url,
  words,
}: {
  url: string;
  words: { copy: string; copied: string; failed: string };
}) {
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  const canCopy = useSyncExternalStore(
    unchanging,
    () => true,
    () => false,
  );
  if (!canCopy) return null;
  async function copy() {
    try {
      await navigator.clipboard.writeText(url);
      setOutcome("copied");
    } catch {
      // Refused by the browser, or no secure context: the join button's own menu can copy.
      setOutcome("failed");
    }
    setTimeout(() => setOutcome(null), 4_000);
  }
  return (
    <>
      <Button block onClick={copy}>
        <Icon name={outcome === "copied" ? "check" : "copy"} />
        {outcome ? words[outcome] : words.copy}
      </Button>
      <span className="vh" role="status">
        {outcome ? words[outcome] : null}
      </span>
    </>
  );
}
