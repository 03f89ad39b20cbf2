"use client";
import { useQuery } from "@tanstack/react-query";
import { useLocale } from "use-intl";
import { deskDates, zoneName } from "./dates";
import { type EventsSeen, eventsQuery } from "./events-query";
import { Glyph } from "./glyph";
import { TicketRow } from "./ticket-row";
import { useNow } from "./use-now";
import { useReaderZone } from "./use-reader-zone";
import { useWords } from "./words";

/** Upcoming, drafts, past; counts move by themselves. */
export function EventsBoard({ initial, zone }: { initial: EventsSeen; zone: string }) {
  const t = useWords();
  const locale = useLocale();
  const now = useNow(initial.at);
  const readerZone = useReaderZone(zone);
  const { data: polled, isError } = useQuery(eventsQuery(initial));
  // What an earlier visit left in the cache may be older than this page.
  const data = polled.at < initial.at ? initial : polled;
  const groups = grouped(data.events, now);
  return (
    <>
      {isError ? (
        <p className="hint row" role="status">
          <Glyph name="warn" className="warn" />
          {t("events.offline", {
            time: `${deskDates(locale, readerZone).clock(new Date(data.at).toISOString())} ${zoneName(data.at, readerZone, locale)}`,
          })}
        </p>
      ) : null}
      {groups.map(({ key, events }) =>
        events.length === 0 && key !== "upcoming" ? null : (
          <section className="group" key={key} aria-labelledby={`group-${key}`}>
            <header>
              <h2 id={`group-${key}`}>{t(`events.${key}`)}</h2>
              <span className="count">{events.length}</span>
            </header>
            {events.length === 0 ? (
              <p className="muted">{t("events.upcomingNone")}</p>
            ) : (
              <ul className={key === "upcoming" ? "tickets" : "tickets compact"}>
                {events.map((event) => (
                  <TicketRow
                    key={event.id}
                    event={event}
                    missing={data.missing[event.id] ?? 0}
                    now={now}
                    locale={locale}
                    words={t}
                  />
                ))}
              </ul>
            )}
          </section>
        ),
      )}
    </>
  );
}

/** The nearest date first; of the past the latest first. */
function grouped(events: EventsSeen["events"], now: number) {
  const over = (event: EventsSeen["events"][number]) =>
    event.state === "cancelled" || Date.parse(event.endsAt) <= now;
  const drafts = events.filter(({ state }) => state === "draft");
  const published = events.filter(({ state }) => state !== "draft");
  return [
    { key: "upcoming", events: published.filter((event) => !over(event)) },
    { key: "drafts", events: drafts },
    { key: "past", events: published.filter(over).reverse() },
  ] as const;
}
