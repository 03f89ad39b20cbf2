import { type Db, db, type Tx, withTx } from "@/lib/db/database";
import { findWayIn, type WayIn } from "@/lib/events/way-in";
import type { EventAccess } from "@/lib/session/access";
import { dropAttendeeTokens } from "@/lib/session/attendee-token";
import { isLive, lockPlaces, readTimes, unclaimedPlaces } from "./lock-places";
import { promiseMails } from "./promise-mail";
import { countPlaces } from "./queries";
import { takePlaces } from "./take-places";

/** Those whom the organizer marked, or everybody who asks. */
export type Requests = readonly string[] | "all";

export interface Approved {
  approved: number;
  /** Approved while every place was occupied: they are in the line, in their order of arrival. */
  waitlisted: number;
  /** Every place is occupied and the event has no waitlist: they still ask. */
  full: number;
  /** Their address isn't confirmed yet. */
  unconfirmed: number;
}

export type Declined =
  | { kind: "declined"; count: number }
  | { kind: "leaks-way-in"; found: WayIn[] };

/** In one transaction: sign-ups wait for it. */
const MOST = 200;

/** Gives those who asked their places, first come first. */
export async function approveRequests(
  access: EventAccess,
  requests: Requests,
  now: Date,
): Promise<Approved> {
  const sum: Approved = { approved: 0, waitlisted: 0, full: 0, unconfirmed: 0 };
  for (const some of await portions(access, requests)) {
    const part = await withTx((tx) => approve(tx, access.eventId, some, now));
    for (const each of Object.keys(sum) as (keyof Approved)[]) sum[each] += part[each];
  }
  return sum;
}

async function approve(
  tx: Tx,
  eventId: string,
  ids: readonly string[],
  now: Date,
): Promise<Approved> {
  const event = await lockPlaces(tx, eventId);
  const nobody = { approved: 0, waitlisted: 0, full: 0, unconfirmed: 0 };
  const { endsAt } = await readTimes(tx, eventId);
  if (!isLive(event, endsAt, now)) return nobody;
  const rows = await selectRequests(tx, eventId).where("id", "in", ids).execute();
  const confirmed = rows.filter((row) => !row.unconfirmed);
  const free = await unclaimedPlaces(tx, event);
  const taking = confirmed.slice(0, free).map(({ id }) => id);
  const others = confirmed.slice(taking.length).map(({ id }) => id);
  const joining = event.waitlist ? others : [];

  await setPlaces(tx, taking, "taken");
  await countPlaces(tx, eventId, taking.length);
  await takePlaces(tx, event, taking, { kind: "approved", now });
  await setPlaces(tx, joining, "waitlisted");
  await promiseMails(
    tx,
    joining.map((registrationId) => ({ registrationId, kind: "waiting" as const })),
  );
  return {
    approved: taking.length,
    waitlisted: joining.length,
    full: others.length - joining.length,
    unconfirmed: rows.length - confirmed.length,
  };
}

/**
 * Declines those who asked, in the organizer's own words. Nothing in them may lead into the meeting.
 */
export async function declineRequests(
  access: EventAccess,
  requests: Requests,
  words: string,
): Promise<Declined> {
  const found = findWayIn(words);
  if (found.length > 0) return { kind: "leaks-way-in", found };
  let count = 0;
  for (const some of await portions(access, requests))
    count += await withTx((tx) => decline(tx, access.eventId, some, words));
  return { kind: "declined", count };
}

async function decline(
  tx: Tx,
  eventId: string,
  ids: readonly string[],
  words: string,
): Promise<number> {
  await lockPlaces(tx, eventId);
  const rows = await selectRequests(tx, eventId).where("id", "in", ids).execute();
  if (rows.length === 0) return 0;
  const declined = rows.map(({ id }) => id);
  await tx
    .updateTable("registrations")
    .set({ place: "declined", lapses_at: null, declined_words: words || null })
    .where("id", "in", declined)
    .execute();
  await dropAttendeeTokens(tx, declined);
  // An address that nobody confirmed gets no more mail.
  await promiseMails(
    tx,
    rows
      .filter((row) => !row.unconfirmed)
      .map(({ id }) => ({ registrationId: id, kind: "declined" as const })),
  );
  return rows.length;
}

/** Who asks, in the order of arrival. */
function selectRequests(tx: Db | Tx, eventId: string) {
  return tx
    .selectFrom("registrations")
    .select(["id", "unconfirmed"])
    .where("event_id", "=", eventId)
    .where("place", "=", "awaiting_approval")
    .orderBy("line");
}

/** Who of them asks, in the order of arrival, a transaction's worth at a time. */
async function portions(access: EventAccess, requests: Requests): Promise<string[][]> {
  const wanted = requests === "all" ? null : new Set(requests);
  const asking = await selectRequests(db(), access.eventId).execute();
  const ids = asking.flatMap(({ id }) => (wanted === null || wanted.has(id) ? [id] : []));
  return Array.from({ length: Math.ceil(ids.length / MOST) }, (_, at) =>
    ids.slice(at * MOST, (at + 1) * MOST),
  );
}

async function setPlaces(
  tx: Tx,
  ids: readonly string[],
  place: "taken" | "waitlisted",
): Promise<void> {
  if (ids.length === 0) return;
  await tx.updateTable("registrations").set({ place }).where("id", "in", ids).execute();
}
