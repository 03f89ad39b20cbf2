import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

/** Says that this is the sandbox, with the way to its mailbox. */
export function SandboxNotice({ locale, mailbox }: { locale: Locale; mailbox: string }) {
  const t = translator(locale, "common");
  return (
    <aside className="sandbox" aria-label={t("sandbox.label")}>
      <p className="wrap">
        <span>{t("sandbox.notice")}</span>
        <a href={mailbox}>{t("sandbox.mailbox")}</a>
      </p>
    </aside>
  );
}
