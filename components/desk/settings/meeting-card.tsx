import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import { MEETING_CHANGES } from "@/lib/meetings/meeting-changes-input";
import type { Following } from "@/lib/meetings/read-news";
import { deskDates } from "../dates";
import { type ChoiceAction, ChoiceForm } from "./choice-form";

/** What is done when the meeting is moved or renamed at Microsoft. */
export function MeetingCard({
  eventId,
  following: { rule, lookedAt },
  ofDates,
  zone,
  now,
  action,
  locale,
  words: t,
}: {
  eventId: string;
  following: Following;
  /** How it goes where there are several dates; null where there is one. */
  ofDates: string | null;
  zone: string;
  now: number;
  /** Null for whoever may only look, and when nothing can be changed any more. */
  action: ChoiceAction | null;
  locale: Locale;
  words: Translate<"following">;
}) {
  const dates = deskDates(LOCALE_REGIONS[locale], zone);
  return (
    <section className="card lines" aria-labelledby="meeting-changes">
      <header className="pad">
        <h2 id="meeting-changes">{t("rule.title")}</h2>
      </header>
      <div>
        <div className="grow stack">
          <p>
            {t("rule.lead")}
            {lookedAt ? ` ${t("rule.looked", { date: dates.moment(lookedAt, now) })}` : null}
          </p>
          {ofDates ? <p>{ofDates}</p> : null}
          {action ? (
            <ChoiceForm
              eventId={eventId}
              name="rule"
              kept={rule}
              action={action}
              words={{
                label: t("rule.label"),
                help: t("rule.help"),
                choices: MEETING_CHANGES.map((value) => ({ value, label: t(`rule.${value}`) })),
                save: t("rule.save"),
                saved: t("rule.saved"),
              }}
            />
          ) : (
            <p>
              {t("rule.label")}: {t(`rule.${rule}`)}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
