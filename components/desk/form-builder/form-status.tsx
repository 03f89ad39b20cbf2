"use client";
import { SavedLine } from "../saved-line";
import { useScripted } from "../use-scripted";
import { useBuilderWords } from "./builder-words";
import type { FormStatus } from "./use-form-save";

/** Whether what stands here is kept, said politely. */
export function FormStatusLine({ status, problems }: { status: FormStatus; problems: number }) {
  const t = useBuilderWords();
  const scripted = useScripted();
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
  return <SavedLine status={status} words={words()} />;
}
