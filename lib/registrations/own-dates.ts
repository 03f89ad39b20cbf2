import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import { calendarUid } from "./calendar-uid";
import { COUNTED } from "./queries";

/**
 * SQL: the date of the row is one that the registration of the row comes to. Where people don't
 * choose, everybody comes to all of them.
 */
export const isOwnDate = sql<boolean>`(not events.chooses_dates or exists (
  select from registration_dates chosen where chosen.registration_id = registrations.id
    and chosen.date_id = event_dates.id and chosen.given_up_at is null))`;

/** A date of an event, as it stands for one of its people. */
export interface OwnDate {
  id: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
  cancelled: boolean;
  /** They come to it. */
  isOwn: boolean;
  /** They had chosen it and gave it up: their calendar has to forget it. */
  givenUp: boolean;
  /** Of their calendar entry. */
  uid: string;
  /** How often their entry's date changed, or was chosen anew. */
  sequence: number;
  changedAt: Date;
  /** Places left for whoever chooses it now; null: no limit, or nobody chooses. */
  left: number | null;
}

/** SQL: how many have chosen the date of the row, of those whose place counts. */
export const chosenBy = sql<number>`(select count(*)::int from registration_dates chosen
  join registrations r on r.id = chosen.registration_id
  where chosen.date_id = event_dates.id and chosen.given_up_at is null
    and r.place in (${COUNTED}))`;

/** Every date of somebody's event in its order, with what they chose. */
export async function readOwnDates(db: Db | Tx, registrationId: string): Promise<OwnDate[]> {
  const rows = await db
    .selectFrom("registrations")
    .innerJoin("events", "events.id", "registrations.event_id")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .leftJoin("registration_dates as mine", (join) =>
      join
        .onRef("mine.registration_id", "=", "registrations.id")
        .onRef("mine.date_id", "=", "event_dates.id"),
    )
    .select([
      "event_dates.id",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
      "event_dates.capacity",
      "event_dates.cancelled_at as cancelledAt",
      "event_dates.calendar_uid as calendarUid",
      "event_dates.sequence",
      "events.chooses_dates as chooses",
      "mine.times_chosen as timesChosen",
      "mine.given_up_at as givenUpAt",
      sql<Date>`greatest(event_dates.changed_at, event_dates.cancelled_at, mine.chosen_at,
        mine.given_up_at)`.as("changedAt"),
      chosenBy.as("chosen"),
    ])
    .where("registrations.id", "=", registrationId)
    .orderBy("event_dates.starts_at")
    .orderBy("event_dates.id")
    .execute();
  return rows.map(({ capacity, chooses, timesChosen, givenUpAt, chosen, ...row }) => ({
    id: row.id,
    startsAt: row.startsAt,
    endsAt: row.endsAt,
    zone: row.zone,
    cancelled: row.cancelledAt !== null,
    isOwn: !chooses || (timesChosen !== null && givenUpAt === null),
    givenUp: chooses && givenUpAt !== null,
    uid: calendarUid(registrationId, row.calendarUid),
    sequence: row.sequence + (timesChosen ?? 1) - 1,
    changedAt: row.changedAt,
    left: chooses && capacity !== null ? Math.max(capacity - chosen, 0) : null,
  }));
}
