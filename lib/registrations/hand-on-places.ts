import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import type { Place } from "@/lib/db/schema";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { dropAttendeeTokens } from "@/lib/session/attendee-token";
import { handOnJobs } from "./hand-on";
import { isLive, lockPlaces, readTimes } from "./lock-places";
import { promiseMails } from "./promise-mail";
import { COUNTED_PLACES, countPlaces } from "./queries";

/** In one transaction: sign-ups wait for it. */
const MOST = 100;
const MINUTE_MS = 60_000;
/** Nobody reads mail faster than that, however soon the event begins. */
const SHORTEST_OFFER_MS = 15 * MINUTE_MS;

/**
 * What has run out lapses, and what is free is offered to those who are next, in their order. The
 * cost is that of the places it moves, whatever the length of the line. Answers whether there is
 * more to do, in another transaction.
 */
export async function handOnPlaces(tx: Tx, eventId: string, now: Date): Promise<"done" | "more"> {
  const event = await lockPlaces(tx, eventId);
  const { startsAt, endsAt } = await readTimes(tx, eventId);
  const live = isLive(event, endsAt, now);
  const lapsed = await lapse(tx, eventId, now);
  const freed = lapsed.filter(({ was }) => COUNTED_PLACES.some((place) => place === was)).length;

  const free =
    event.capacity === null ? Number.POSITIVE_INFINITY : event.capacity - event.occupied + freed;
  const offerUntil = endOfOffer(event.offerMinutes, startsAt, endsAt, now);
  const most = Math.min(free, MOST);
  const offered = live && most > 0 ? await offer(tx, eventId, most, offerUntil) : [];

  await countPlaces(tx, eventId, offered.length - freed);
  await promiseMails(tx, [
    ...lapsed
      .filter(({ was }) => live && was === "offered")
      .map(({ id }) => ({ registrationId: id, kind: "lapsed" as const })),
    ...offered.map((id) => ({ registrationId: id, kind: "offer" as const })),
  ]);
  if (offered.length > 0) await enqueueAll(tx, handOnJobs(eventId, [offerUntil]));
  return lapsed.length === MOST || offered.length === MOST ? "more" : "done";
}

/** An offer ends before the event begins, so that there is somebody left to pass it on to. */
function endOfOffer(minutes: number, startsAt: Date, endsAt: Date, now: Date): Date {
  const wanted = now.getTime() + minutes * MINUTE_MS;
  const shortest = now.getTime() + SHORTEST_OFFER_MS;
  const last = startsAt.getTime() >= shortest ? startsAt : endsAt;
  return new Date(Math.min(wanted, last.getTime()));
}

async function lapse(tx: Tx, eventId: string, now: Date) {
  const { rows } = await sql<{ id: string; was: Place }>`
    update registrations set place = 'expired', lapses_at = null
    from (select id, place from registrations
      where event_id = ${eventId}::uuid and lapses_at <= ${now}
      order by lapses_at limit ${MOST}) due
    where registrations.id = due.id
    returning registrations.id, due.place as was`.execute(tx);
  await dropAttendeeTokens(
    tx,
    rows.map(({ id }) => id),
  );
  return rows;
}

async function offer(tx: Tx, eventId: string, most: number, until: Date): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    update registrations set place = 'offered', lapses_at = ${until}
    from (select id from registrations
      where event_id = ${eventId}::uuid and place = 'waitlisted' and not unconfirmed
      order by line limit ${most}) next
    where registrations.id = next.id
    returning registrations.id`.execute(tx);
  return rows.map(({ id }) => id);
}
