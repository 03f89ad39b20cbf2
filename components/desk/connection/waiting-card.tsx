import type { EventSummary } from "@/lib/events/read-events";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import { relative } from "../dates";
import { DeskLink } from "../desk-link";

/** The events whose people have a place and no link yet. */
export function WaitingCard({
  events,
  count,
  now,
  locale,
  words: t,
}: {
  events: EventSummary[];
  count: number;
  now: number;
  locale: Locale;
  words: Translate<"desk">;
}) {
  return (
    <section className="card lines" aria-labelledby="waiting">
      <header className="pad">
        <h2 id="waiting" className="grow">
          {t("connection.waiting")}
        </h2>
        {count > 0 ? <span className="hint">{t("connection.waitingCount", { count })}</span> : null}
      </header>
      {count === 0 ? <p className="body tight muted">{t("connection.waitingNone")}</p> : null}
      {events.map((event) => (
        <div key={event.id}>
          <div className="grow">
            <b>
              <DeskLink href={`/dashboard/events/${event.id}/registrations?view=waiting`}>
                {event.title}
              </DeskLink>
            </b>
            <p>
              {t("connection.waitingLine", {
                count: event.counts.waiting,
                when: relative(event.startsAt, now, LOCALE_REGIONS[locale]),
              })}
            </p>
          </div>
        </div>
      ))}
    </section>
  );
}
