"use client";
import { useLocale } from "use-intl";
import { deskDates, zoneName } from "../dates";
import { SavedLine } from "../saved-line";
import { useReaderZone } from "../use-reader-zone";
import { useScripted } from "../use-scripted";
import { useWords } from "../words";
import type { EditorState } from "./editor-state";
import type { SaveStatus } from "./use-editor-save";

/** Whether what stands in the fields is kept, said politely. */
export function SaveStatusLine({
  status,
  state,
  zone,
}: {
  status: SaveStatus;
  state: EditorState;
  zone: string;
}) {
  const t = useWords();
  const locale = useLocale();
  const readerZone = useReaderZone(zone);
  const scripted = useScripted();
  const words = () => {
    switch (status) {
      case "saving":
        return t("editor.saving");
      case "unsaved":
      case "asks":
        return t("editor.unsaved");
      case "offline":
        return t("editor.failed");
      case "refused":
        return t("editor.notSaved", { count: Math.max(Object.keys(state.errors).length, 1) });
      case "saved": {
        const at = state.savedAt ?? Date.now();
        const time = deskDates(locale, readerZone).clock(new Date(at).toISOString());
        const saved = t("editor.savedAt", { time: `${time} ${zoneName(at, readerZone, locale)}` });
        return state.told > 0 ? `${saved}. ${t("editor.told", { count: state.told })}` : saved;
      }
      default:
        return scripted ? t("editor.asYouGo") : "";
    }
  };
  return <SavedLine status={status} words={words()} />;
}
