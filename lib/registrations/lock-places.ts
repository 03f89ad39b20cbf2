import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import { someoneWaits } from "./queries";

const EVENT = [
  "id",
  "state",
  "registrar",
  "capacity",
  "occupied",
  "waitlist",
  "approval",
  "offer_minutes as offerMinutes",
  "meeting_id as meetingId",
  "acts_as as actsAs",
  "chooses_dates as choosesDates",
] as const;

/**
 * The event's row, locked: whoever changes what places there are, or whose, comes here first and
 * looks at the registrations after it, as sign-ups do.
 */
export async function lockPlaces(tx: Tx, eventId: string) {
  return tx
    .selectFrom("events")
    .select(EVENT)
    .where("id", "=", eventId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

export type PlacesEvent = Awaited<ReturnType<typeof lockPlaces>>;

/** Begin of the first date and end of the last one. */
export async function readTimes(
  tx: Db | Tx,
  eventId: string,
): Promise<{ startsAt: Date; endsAt: Date }> {
  const row = await tx
    .selectFrom("event_dates")
    .select([sql<Date>`min(starts_at)`.as("startsAt"), sql<Date>`max(ends_at)`.as("endsAt")])
    .where("event_id", "=", eventId)
    .where("cancelled_at", "is", null)
    .executeTakeFirstOrThrow();
  return row;
}

export async function doesSomeoneWait(tx: Tx, eventId: string): Promise<boolean> {
  const { rows } = await sql<{ waits: boolean }>`select ${someoneWaits(eventId)} as waits`.execute(
    tx,
  );
  return rows[0]?.waits ?? false;
}

/** Places of a locked event that are free and that nobody waits for. */
export async function unclaimedPlaces(tx: Tx, event: PlacesEvent): Promise<number> {
  if (event.capacity === null) return Number.POSITIVE_INFINITY;
  const free = event.capacity - event.occupied;
  return free > 0 && !(await doesSomeoneWait(tx, event.id)) ? free : 0;
}

/** Is there still something to take part in? */
export function isLive(event: Pick<PlacesEvent, "state">, endsAt: Date, now: Date): boolean {
  return (event.state === "open" || event.state === "closed") && endsAt > now;
}
