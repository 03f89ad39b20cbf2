"use client";
import clsx from "clsx";
import { Glyph } from "../glyph";
import { useScripted } from "../use-scripted";
import { useBuilderWords } from "./builder-words";
import type { FormStatus } from "./use-form-save";

/** Whether what stands here is kept, said politely. */
export function FormStatusLine({ status, problems }: { status: FormStatus; problems: number }) {
  const t = useBuilderWords();
  const scripted = useScripted();
  const bad = status === "refused" || status === "offline";
  const words = () => {
    switch (status) {
      case "untouched":
        return scripted ? t("status.asYouGo") : "";
      case "refused":
        return t("status.refused", { count: Math.max(problems, 1) });
      default:
        return t(`status.${status}`);
    }
  };
  return (
    <span className={clsx("saved", bad && "bad")} role="status">
      {status === "saved" ? <Glyph name="check" /> : null}
      {bad ? <Glyph name="s-bad" /> : null}
      {words()}
    </span>
  );
}
