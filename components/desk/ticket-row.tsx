import type { EventSummary } from "@/lib/events/read-events";
import type { Translate } from "@/lib/i18n/translator";
import { deskDates } from "./dates";
import { DeskButton, DeskLink } from "./desk-link";
import { type DeskState, deskState, occupied, STATE_LOOKS, waiting } from "./event-state";
import { Seats } from "./seats";
import { Pill } from "./state";

/** One event as a ticket: date stub, tear, title and facts, count and seats, the one next action. */
export function TicketRow({
  event,
  missing,
  now,
  locale,
  words: t,
}: {
  event: EventSummary;
  /** How much a draft still misses. */
  missing: number;
  now: number;
  locale: string;
  words: Translate<"desk">;
}) {
  const dates = deskDates(locale, event.zone);
  const state = deskState(event, now);
  const past = state === "over" || state === "cancelled";
  const stub = dates.stub(event.startsAt);
  const { counts, capacity } = event;
  const trouble = counts.failed + counts.mailFailed + counts.mailBounced;
  const next = nextAction(event, state);
  return (
    <li className="ticket">
      <span className="stub">
        <span>{stub.weekday}</span>
        <b>{stub.day}</b>
        <span>{stub.month}</span>
      </span>
      <div className="what">
        <h3>
          <DeskLink href={`/dashboard/events/${event.id}`}>{event.title}</DeskLink>
        </h3>
        <p className="meta">
          {state === "draft" ? null : (
            <Pill {...STATE_LOOKS[state]}>
              {t(`state.${state}`, { date: event.opensAt ? dates.date(event.opensAt, now) : "" })}
            </Pill>
          )}
          <span>{dates.range(event.startsAt, event.endsAt)}</span>
          {event.meetingAsks && !past ? (
            <span className={event.meetingAsks === "lost" ? "bad" : "warn"}>
              {t(`events.meeting.${event.meetingAsks}`)}
            </span>
          ) : null}
          {counts.waiting > 0 && !past ? (
            <span className="warn">{t("events.waiting", { count: counts.waiting })}</span>
          ) : null}
          {counts.awaitingApproval > 0 && !past ? (
            <span className="warn">
              {t("events.toApprove", { count: counts.awaitingApproval })}
            </span>
          ) : null}
          {counts.waitlisted > 0 && !past ? (
            <span>{t("events.waitlisted", { count: counts.waitlisted })}</span>
          ) : null}
          {trouble > 0 && !past ? (
            <span className="bad">{t("events.trouble", { count: trouble })}</span>
          ) : null}
        </p>
      </div>
      <div className="fill">
        {state === "draft" ? (
          <p>{t("events.missing", { count: missing })}</p>
        ) : (
          <>
            <p>
              <b>{counts.taken.toLocaleString(locale)}</b>{" "}
              {capacity === null
                ? t("events.places", { taken: counts.taken })
                : t("events.ofPlaces", { capacity })}
              {counts.today > 0 && !past ? (
                <span className="live">{t("events.today", { count: counts.today })}</span>
              ) : null}
            </p>
            {capacity === null ? null : (
              <Seats
                taken={occupied(counts)}
                capacity={capacity}
                past={past}
                label={t("seats.limited", { taken: occupied(counts), capacity })}
              />
            )}
          </>
        )}
      </div>
      <div className="next">
        <DeskButton href={next.href} variant={past ? "quiet" : "plain"}>
          {t(`events.next.${next.key}`)}
          <span className="vh">: {event.title}</span>
        </DeskButton>
      </div>
    </li>
  );
}

/** The one thing to do next. What waits for the organizer goes before what is only worth a look. */
function nextAction(event: EventSummary, state: DeskState) {
  const at = `/dashboard/events/${event.id}`;
  if (state === "draft") return { key: "finish", href: `${at}/edit` } as const;
  if (state === "over" || state === "cancelled")
    return { key: "list", href: `${at}/registrations` } as const;
  if (event.meetingAsks) return { key: "meeting", href: at } as const;
  const { failed, mailFailed, mailBounced } = event.counts;
  if (failed + mailFailed + mailBounced > 0)
    return { key: "trouble", href: `${at}/registrations?view=trouble` } as const;
  if (event.counts.awaitingApproval > 0)
    return { key: "decide", href: `${at}/registrations?view=requests` } as const;
  if (state === "closed") return { key: "reopen", href: `${at}/settings` } as const;
  if (state === "full" || state === "few")
    return { key: "places", href: `${at}/edit#places` } as const;
  if (occupied(event.counts) + waiting(event.counts) === 0)
    return { key: "share", href: at } as const;
  return { key: "look", href: `${at}/registrations` } as const;
}
