import { noticeAddress } from "@/lib/events/privacy-notice";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { UNCONFIRMED_DAYS } from "@/lib/registrations/unconfirmed-days";
import { Prose } from "./prose";

/** What becomes of what is typed above: in short for everybody, opened by whoever wants to know. */
export function PrivacyNote({
  host,
  asksMore,
  own,
  locale,
}: {
  host: string;
  /** Questions besides names and email. */
  asksMore: boolean;
  /** The organizer's own text or address; empty: none. */
  own: string;
  locale: Locale;
}) {
  const t = translator(locale, "public");
  const address = noticeAddress(own);
  return (
    <details className="privacy-note">
      <summary>{t("notice.title")}</summary>
      <dl>
        <dt>{t("notice.what")}</dt>
        <dd>{t(asksMore ? "notice.keptAnswers" : "notice.kept")}</dd>
        <dt>{t("notice.who")}</dt>
        <dd>{t("notice.host", { host })}</dd>
        <dt>{t("notice.howLong")}</dt>
        <dd>{t("notice.long", { host, days: UNCONFIRMED_DAYS })}</dd>
        <dt>{t("notice.rights")}</dt>
        <dd>{t("notice.delete", { host })}</dd>
        {own ? (
          <>
            <dt>{t("notice.own", { host })}</dt>
            <dd>
              {address ? (
                <a href={address} target="_blank" rel="noreferrer">
                  {t("notice.link", { host })}
                </a>
              ) : (
                <Prose text={own} />
              )}
            </dd>
          </>
        ) : null}
      </dl>
    </details>
  );
}
