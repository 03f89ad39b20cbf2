"use client";
import { Button } from "@/components/ui/button";
import { Glyph } from "../glyph";
import type { SaveAnswer } from "./builder-state";
import { useBuilderWords } from "./builder-words";

const WORDS = {
  "changed-meanwhile": "changed",
  "leaks-way-in": "leaks",
  cancelled: "cancelled",
  "reused-id": "other",
  invalid: "other",
} as const;

/** Why the form as a whole was not saved, and the way out. */
export function RefusalBox({ refusal }: { refusal: Exclude<SaveAnswer["kind"], "saved"> }) {
  const t = useBuilderWords();
  const words = WORDS[refusal];
  return (
    <div className="needs bad" role="alert">
      <Glyph name="s-bad" />
      <div className="grow">
        <p>
          <b>{t(`problem.${words}Title`)}</b>
        </p>
        <p>{t(`problem.${words}`)}</p>
        {words === "leaks" ? null : (
          <p className="way-out">
            <Button size="small" onClick={() => window.location.reload()}>
              {t("problem.reload")}
            </Button>
          </p>
        )}
      </div>
    </div>
  );
}
