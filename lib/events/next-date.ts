import { type RawBuilder, sql } from "kysely";

/** SQL: the date of the row is over. */
const isOver = sql<boolean>`event_dates.ends_at <= now()`;

/**
 * SQL, for ordering an event's dates: the one that is on or comes next first, else the one that was
 * the last. What was cancelled on its own comes behind all others. `over` says otherwise when one is.
 */
export function nextFirst(over: RawBuilder<boolean> = isOver) {
  return sql`event_dates.cancelled_at is not null, ${over},
    case when not (${over}) then event_dates.starts_at end, event_dates.starts_at desc`;
}

/** SQL: the date of the row is the one that stands for the event of the row. */
export const isNextDate = sql<boolean>`(event_dates.id = (
  select event_dates.id from event_dates where event_dates.event_id = events.id
  order by ${nextFirst()} limit 1))`;

/** SQL: the event of the row has several dates. */
export const hasSeveralDates = sql<boolean>`(
  (select count(*) from event_dates d where d.event_id = events.id) > 1)`;
