import { sql } from "kysely";
import { cookies } from "next/headers";
import { type Db, db, type Tx } from "@/lib/db/database";
import { hashSecret } from "@/lib/seal";

/** Cookie with the hand-off's secret; the browser sends it to `/e` only. */
export const ATTENDEE_COOKIE = "usher-attendee";

/** A hand-off that was not used by then is over. */
export const HANDOFF_MINUTES = 15;

/** Who signed in to attend: a member of some organization, `tid` says which. */
export interface Attendee {
  tid: string;
  oid: string;
  name: string;
  email: string | null;
}

const ATTENDEE = ["handoffs.tid", "handoffs.oid", "handoffs.name", "handoffs.email"] as const;

export async function insertHandoff(
  tx: Tx,
  handoff: Attendee & { hash: string; eventId: string },
): Promise<void> {
  const { hash, eventId, tid, oid, name, email } = handoff;
  await tx
    .insertInto("handoffs")
    .values({
      hash,
      event_id: eventId,
      tid,
      oid,
      name,
      email,
      expires_at: sql<Date>`now() + make_interval(mins => ${HANDOFF_MINUTES})`,
    })
    .execute();
}

/** Who signed in for this event in this browser; null: nobody, or too long ago. Changes nothing. */
export async function readHandoff(slug: string): Promise<Attendee | null> {
  const secret = await attendeeSecret();
  return secret ? findHandoff(db(), secret, slug) : null;
}

/** The secret that this browser holds, to be used with `useHandoff`. */
export async function attendeeSecret(): Promise<string | null> {
  return (await cookies()).get(ATTENDEE_COOKIE)?.value || null;
}

export async function findHandoff(
  db: Db | Tx,
  secret: string,
  slug: string,
): Promise<Attendee | null> {
  const attendee = await db
    .selectFrom("handoffs")
    .innerJoin("events", "events.id", "handoffs.event_id")
    .select(ATTENDEE)
    .where("handoffs.hash", "=", hashSecret(secret))
    .where("events.slug", "=", slug)
    .where("handoffs.used_at", "is", null)
    .where("handoffs.expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return attendee ?? null;
}

/**
 * Takes a hand-off, once: of two at the same time one gets null. In the caller's transaction, so
 * that a sign-up that comes to nothing leaves it to be used again.
 */
export async function useHandoff(
  tx: Tx,
  secret: string,
  eventId: string,
): Promise<Attendee | null> {
  const attendee = await tx
    .updateTable("handoffs")
    .set({ used_at: sql<Date>`now()` })
    .where("hash", "=", hashSecret(secret))
    .where("event_id", "=", eventId)
    .where("used_at", "is", null)
    .where("expires_at", ">", sql<Date>`now()`)
    .returning(ATTENDEE)
    .executeTakeFirst();
  return attendee ?? null;
}
