import type { Translate } from "@/lib/i18n/translator";
import { DeskLink } from "../desk-link";
import { Glyph } from "../glyph";

/** Where the meeting comes from: three addresses. */
export function Ways({
  way,
  at,
  words: t,
}: {
  way: "calendar" | "paste" | "new";
  /** The picker's address. */
  at: string;
  words: Translate<"desk">;
}) {
  const current = (each: typeof way) => (each === way ? "page" : undefined);
  return (
    <nav className="seg" aria-label={t("picker.ways")}>
      <DeskLink href={at} aria-current={current("calendar")}>
        <Glyph name="calendar" />
        {t("picker.calendar")}
      </DeskLink>
      <DeskLink href={`${at}?way=paste`} aria-current={current("paste")}>
        <Glyph name="link" />
        <span className="only-l">{t("picker.paste")}</span>
        <span className="only-s">{t("picker.pasteShort")}</span>
      </DeskLink>
      <DeskLink href={`${at}?way=new`} aria-current={current("new")}>
        <Glyph name="plus" />
        {t("picker.new")}
      </DeskLink>
    </nav>
  );
}
