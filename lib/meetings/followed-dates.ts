import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { MeetingLoss } from "@/lib/db/schema";

/** One occurrence of a meeting, as the calendar has it. */
export interface Occurrence {
  entryId: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
}

/** A date that is to come, what its occurrence was when last seen, and what of that is asked. */
export interface FollowedDate {
  id: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
  /** Null of a date that was made by hand. */
  seen: Occurrence | null;
  moved: Omit<Occurrence, "entryId"> | null;
  lost: MeetingLoss | null;
  dismissed: boolean;
}

/** SQL: an event has a date whose occurrence changed, and nobody has said yet what to do. */
export function datesAsk(eventId: RawBuilder<unknown>) {
  return sql<boolean>`exists (select from event_dates d
    join followed_dates fd on fd.date_id = d.id
    where d.event_id = ${eventId} and d.cancelled_at is null and d.ends_at > now()
      and (fd.lost is not null or fd.new_starts_at is not null))`;
}

/** An event's dates that are to come, in order. */
export async function loadFollowedDates(
  db: Db | Tx,
  eventId: string,
  now: Date,
): Promise<FollowedDate[]> {
  const rows = await db
    .selectFrom("event_dates as d")
    .leftJoin("followed_dates as f", "f.date_id", "d.id")
    .select(["d.id", "d.starts_at as startsAt", "d.ends_at as endsAt", "d.zone"])
    .select([
      "f.entry_id as entryId",
      "f.starts_at as seenStartsAt",
      "f.ends_at as seenEndsAt",
      "f.zone as seenZone",
      "f.new_starts_at as newStartsAt",
      "f.new_ends_at as newEndsAt",
      "f.new_zone as newZone",
      "f.lost",
      "f.dismissed",
    ])
    .where("d.event_id", "=", eventId)
    .where("d.cancelled_at", "is", null)
    .where("d.ends_at", ">", now)
    .orderBy("d.starts_at")
    .orderBy("d.id")
    .execute();
  return rows.map(({ id, startsAt, endsAt, zone, lost, dismissed, ...row }) => {
    const seen = timeOf(row.seenStartsAt, row.seenEndsAt, row.seenZone);
    return {
      id,
      startsAt,
      endsAt,
      zone,
      seen: seen && row.entryId !== null ? { ...seen, entryId: row.entryId } : null,
      moved: timeOf(row.newStartsAt, row.newEndsAt, row.newZone),
      lost,
      dismissed: dismissed === true,
    };
  });
}

function timeOf(startsAt: Date | null, endsAt: Date | null, zone: string | null) {
  return startsAt && endsAt && zone !== null ? { startsAt, endsAt, zone } : null;
}

const NOTHING_ASKED = { new_starts_at: null, new_ends_at: null, new_zone: null, lost: null };

/** From now on the date's occurrence is known as this, and nothing of it is asked. */
export async function keepSeen(
  tx: Tx,
  dateId: string,
  { entryId, startsAt, endsAt, zone }: Occurrence,
  { followed = false }: { followed?: boolean } = {},
): Promise<void> {
  const kept = {
    entry_id: entryId,
    starts_at: startsAt,
    ends_at: endsAt,
    zone,
    ...NOTHING_ASKED,
    dismissed: false,
    // The moment of the date's own change: a later one by hand is no following.
    ...(followed && { followed_at: sql<Date>`now()` }),
  };
  await tx
    .insertInto("followed_dates")
    .values({ date_id: dateId, ...kept })
    .onConflict((conflict) => conflict.column("date_id").doUpdateSet(kept))
    .execute();
}

/** The occurrences of dates that are new, as they were picked. */
export async function keepPickedDates(
  tx: Tx,
  dates: readonly (Occurrence & { dateId: string })[],
): Promise<void> {
  if (dates.length === 0) return;
  await tx
    .insertInto("followed_dates")
    .values(
      dates.map(({ dateId, entryId, startsAt, endsAt, zone }) => ({
        date_id: dateId,
        entry_id: entryId,
        starts_at: startsAt,
        ends_at: endsAt,
        zone,
      })),
    )
    .execute();
}

/** The organizer is to be asked: it has another time now. */
export function askMoved(tx: Tx, dateId: string, { entryId, startsAt, endsAt, zone }: Occurrence) {
  return update(tx, dateId, {
    ...NOTHING_ASKED,
    entry_id: entryId,
    new_starts_at: startsAt,
    new_ends_at: endsAt,
    new_zone: zone,
    dismissed: false,
  });
}

/** The organizer is to be asked: it is gone. */
export function askLost(tx: Tx, dateId: string, lost: MeetingLoss) {
  return update(tx, dateId, { ...NOTHING_ASKED, lost });
}

/** Its occurrence is gone, and the date takes place, or was cancelled, all the same. */
export function settleLost(
  tx: Tx,
  dateId: string,
  { dismissed, followed = false }: { dismissed: boolean; followed?: boolean },
) {
  return update(tx, dateId, {
    ...NOTHING_ASKED,
    dismissed,
    ...(followed && { followed_at: sql<Date>`now()` }),
  });
}

async function update(tx: Tx, dateId: string, set: object): Promise<void> {
  await tx.updateTable("followed_dates").set(set).where("date_id", "=", dateId).execute();
}

/** Nothing is asked of single dates any more: the meeting as a whole is lost. */
export async function askNothingOfDates(tx: Tx, eventId: string): Promise<void> {
  await tx.updateTable("followed_dates").set(NOTHING_ASKED).where(isOf(eventId)).execute();
}

/** Nothing is known of the dates' occurrences: they are to be another meeting's. */
export async function forgetSeen(tx: Tx, eventId: string): Promise<void> {
  await tx.deleteFrom("followed_dates").where(isOf(eventId)).execute();
}

function isOf(eventId: string) {
  return sql<boolean>`date_id in (select id from event_dates where event_id = ${eventId}::uuid)`;
}
