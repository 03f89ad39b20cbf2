"use client";
import { useEffect, useState } from "react";
import { Button } from "@/components/ui/button";
import { Glyph } from "./glyph";
import { useScripted } from "./use-scripted";

const SHOWN_MS = 2_000;

/** Copies a text. Without JavaScript nothing can be copied, so the button only appears with it. */
export function CopyButton({
  text,
  words,
}: {
  text: string;
  words: { copy: string; copied: string; failed: string };
}) {
  const scripted = useScripted();
  const [outcome, setOutcome] = useState<"copied" | "failed" | null>(null);
  useEffect(() => {
    if (!outcome) return;
    const timer = setTimeout(() => setOutcome(null), SHOWN_MS);
    return () => clearTimeout(timer);
  }, [outcome]);
  if (!scripted) return null;
  return (
    <Button
      size="small"
      onClick={() =>
        navigator.clipboard.writeText(text).then(
          () => setOutcome("copied"),
          () => setOutcome("failed"),
        )
      }
    >
      <Glyph name={outcome === "copied" ? "check" : "copy"} />
      <span role="status">{outcome ? words[outcome] : words.copy}</span>
    </Button>
  );
}
