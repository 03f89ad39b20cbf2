"use client";
import { Button } from "@/components/ui/button";
import { Glyph } from "../glyph";
import { useWords } from "../words";
import type { EditorProblem } from "./editor-state";

/** In the save bar's place: a change that people would hear of is saved with an answer. */
export function TellBar({
  problem: { people, changed },
}: {
  problem: Extract<EditorProblem, { kind: "asks" }>;
}) {
  const t = useWords();
  return (
    <>
      <p role="status" className="tell">
        <Glyph name="s-half" className="warn" />
        <span>{t(`editor.asks.${changed}`, { count: people })}</span>
      </p>
      <Button type="submit" name="intent" value="save-tell" size="small" variant="primary">
        {t("editor.asks.tell", { count: people })}
      </Button>
      <Button type="submit" name="intent" value="save-quietly" size="small">
        {t("editor.asks.quiet")}
      </Button>
    </>
  );
}
