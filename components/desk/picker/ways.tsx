import type { Translate } from "@/lib/i18n/translator";
import { DeskLink } from "../desk-link";
import { Glyph } from "../glyph";

/** Where the meeting comes from: three addresses. */
export function Ways({
  way,
  words: t,
}: {
  way: "calendar" | "paste" | "new";
  words: Translate<"desk">;
}) {
  const current = (each: typeof way) => (each === way ? "page" : undefined);
  return (
    <nav className="seg" aria-label={t("picker.ways")}>
      <DeskLink href="/dashboard/new" aria-current={current("calendar")}>
        <Glyph name="calendar" />
        {t("picker.calendar")}
      </DeskLink>
      <DeskLink href="/dashboard/new?way=paste" aria-current={current("paste")}>
        <Glyph name="link" />
        <span className="only-l">{t("picker.paste")}</span>
        <span className="only-s">{t("picker.pasteShort")}</span>
      </DeskLink>
      <DeskLink href="/dashboard/new?way=new" aria-current={current("new")}>
        <Glyph name="plus" />
        {t("picker.new")}
      </DeskLink>
    </nav>
  );
}
