import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
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

/** Who a hand-off that was not used yet speaks of. Changes nothing. */
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
 * A hand-off, used or not, locked: two clicks of the same browser take turns here. One that was
 * used names the address it was used for, so that a repeat is told what the first one was.
 */
export async function lockHandoff(tx: Tx, secret: string, eventId: string) {
  const handoff = await tx
    .selectFrom("handoffs")
    .select(["hash", "tid", "oid", "used_for as usedFor"])
    .where("hash", "=", hashSecret(secret))
    .where("event_id", "=", eventId)
    .where("expires_at", ">", sql<Date>`now()`)
    .forUpdate()
    .executeTakeFirst();
  return handoff ?? null;
}

/** Uses a hand-off; the first use stays. In the transaction of what it is used for. */
export async function spendHandoff(tx: Tx, hash: string, emailNormalized: string): Promise<void> {
  await tx
    .updateTable("handoffs")
    .set({ used_at: sql<Date>`now()`, used_for: emailNormalized })
    .where("hash", "=", hash)
    .where("used_at", "is", null)
    .execute();
}
