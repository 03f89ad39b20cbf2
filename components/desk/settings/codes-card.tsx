import { SubmitButton } from "@/components/forms/submit-button";
import type { InvitationCode } from "@/lib/events/invitation-codes";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import { CopyButton } from "../copy-button";
import { deskDates } from "../dates";
import { DeskButton } from "../desk-link";
import { CodeForm, type MakeCodeAction } from "./code-form";

/** The event's invitation codes with what became of them, and the way to make one. */
export function CodesCard({
  event,
  codes,
  address,
  make,
  revoke,
  now,
  locale,
  words: t,
}: {
  event: { id: string; zone: string; invitedOnly: boolean };
  codes: InvitationCode[];
  /** Of the event's page. */
  address: string;
  /** Null for whoever may only look, and when nothing can be changed any more. */
  make: MakeCodeAction | null;
  revoke: (form: FormData) => Promise<void>;
  now: number;
  locale: Locale;
  words: Translate<"admission">;
}) {
  const dates = deskDates(LOCALE_REGIONS[locale], event.zone);
  return (
    <section className="card lines" aria-labelledby="codes" id="invitations">
      <header className="pad">
        <h2 id="codes">{t("codes.title")}</h2>
      </header>
      <div>
        <div className="grow">
          <p>{t("codes.lead")}</p>
          {event.invitedOnly ? null : <p className="hint">{t("codes.off")}</p>}
          {event.invitedOnly && !codes.some(({ state }) => state === "live") ? (
            <p className="warn">{t("codes.none")}</p>
          ) : null}
        </div>
        {event.invitedOnly || !make ? null : (
          <DeskButton href={`/dashboard/events/${event.id}/edit#who`}>
            {t("codes.offGo")}
          </DeskButton>
        )}
      </div>
      {codes.map((code) => (
        <div key={code.id} data-code={code.state}>
          <div className="grow">
            <b className="num">{code.code ?? t("codes.unreadable")}</b>
            {code.label ? <p dir="auto">{code.label}</p> : null}
            <p className="hint num">
              {[
                t("codes.usesOf", { uses: code.uses, most: code.mostUses }),
                code.expiresAt
                  ? t("codes.until", { date: dates.moment(code.expiresAt, now) })
                  : null,
                code.state === "live" ? null : t(`codes.state.${code.state}`),
              ]
                .filter((each) => each !== null)
                .join(" · ")}
            </p>
          </div>
          {code.code && code.state === "live" ? (
            <CopyButton
              text={`${address}?code=${code.code}`}
              words={{
                copy: t("codes.copy"),
                copied: t("codes.copied"),
                failed: t("codes.copyFailed"),
              }}
            />
          ) : null}
          {make && code.state !== "revoked" ? (
            <form action={revoke}>
              <input type="hidden" name="eventId" value={event.id} />
              <input type="hidden" name="codeId" value={code.id} />
              <SubmitButton size="small">
                {t("codes.revoke")}
                <span className="vh"> {code.code}</span>
              </SubmitButton>
            </form>
          ) : null}
        </div>
      ))}
      {make ? (
        <div>
          <div className="grow">
            <CodeForm
              eventId={event.id}
              action={make}
              words={{
                label: t("codes.label"),
                labelHelp: t("codes.labelHelp"),
                uses: t("codes.uses"),
                expiresAt: t("codes.expiresAt"),
                expiresHelp: t("codes.expiresHelp", { zone: event.zone }),
                make: t("codes.make"),
              }}
            />
          </div>
        </div>
      ) : null}
    </section>
  );
}
