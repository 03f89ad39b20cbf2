import { SubmitButton } from "@/components/forms/submit-button";
import type { Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import { State } from "../state";

type Said = string | string[] | undefined;

const FAULTS = ["unreachable", "operator", "later"] as const;

function isFault(reason: Said): reason is (typeof FAULTS)[number] {
  return FAULTS.some((fault) => fault === reason);
}

/** A test message to the reader's own address, and how the last one went. */
export function TestMessageCard({
  address,
  outcome,
  reason,
  action,
  from,
  locale,
  words: t,
  reasons,
}: {
  address: string | null;
  /** From the address bar: anything. */
  outcome: Said;
  reason: Said;
  action: (form: FormData) => Promise<void>;
  /** The page that it stands on, and that says how it went. */
  from: string;
  locale: Locale;
  words: Translate<"checks">;
  reasons: Translate<"reasons">;
}) {
  const code = `mail.${reason}` as "mail.unknown";
  const why = isFault(reason)
    ? t(`mail.why.${reason}`)
    : reasons(/^\d{3}$/.test(`${reason}`) && reasons.has(code) ? code : "mail.unknown");
  return (
    <section className="card" aria-labelledby="test-message">
      <header>
        <h2 id="test-message">{t("mail.title")}</h2>
      </header>
      <div className="body tight test-message">
        {address === null ? <p>{t("mail.none")}</p> : <p>{t("mail.lead", { address })}</p>}
        {outcome === "sent" ? (
          <p role="status">
            <State tone="good" glyph="s-ok">
              {t("mail.sent")}
            </State>
          </p>
        ) : null}
        {outcome === "soon" ? <p role="status">{t("mail.soon")}</p> : null}
        {outcome === "failed" ? (
          <p role="alert">
            <State tone="bad" glyph="s-bad">
              {`${t("mail.failed")} ${why}`}
            </State>
          </p>
        ) : null}
        {address === null ? null : (
          <form action={action}>
            <input type="hidden" name="locale" value={locale} />
            <input type="hidden" name="from" value={from} />
            <SubmitButton size="small">{t("mail.button")}</SubmitButton>
          </form>
        )}
      </div>
    </section>
  );
}
