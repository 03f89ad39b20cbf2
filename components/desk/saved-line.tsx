import clsx from "clsx";
import { Glyph } from "./glyph";

/** Whether what stands in an editor is kept, said politely. */
export function SavedLine({ status, words }: { status: string; words: string }) {
  const bad = status === "refused" || status === "offline";
  return (
    <span className={clsx("saved", bad && "bad")} role="status">
      {status === "saved" ? <Glyph name="check" /> : null}
      {bad ? <Glyph name="s-bad" /> : null}
      {words}
    </span>
  );
}
