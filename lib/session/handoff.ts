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
 * Hand-offs by their secrets, used or not, locked: two clicks of the same browser take turns here.
 * One that was used names the address it was used for, so that a repeat is told what the first one
 * was. Those of another event, and those that are over, are not among them.
 */
export async function lockHandoffs(tx: Tx, secrets: string[], eventId: string) {
  const secretOf = new Map(secrets.map((secret) => [hashSecret(secret), secret]));
  if (secretOf.size === 0) return new Map<string, never>();
  const rows = await tx
    .selectFrom("handoffs")
    .select(["hash", "tid", "oid", "used_for as usedFor"])
    .where("hash", "in", [...secretOf.keys()])
    .where("event_id", "=", eventId)
    .where("expires_at", ">", sql<Date>`now()`)
    // Whoever locks several locks them in one order.
    .orderBy("hash")
    .forNoKeyUpdate()
    .execute();
  return new Map(rows.map((row) => [secretOf.get(row.hash), row]));
}

/**
 * Uses hand-offs; the first use stays. In the transaction of what they are used for. A token that
 * came with one goes to the registration that it made; where it made none (null) nobody needs it.
 */
export async function spendHandoffs(
  tx: Tx,
  used: { hash: string; emailNormalized: string; registrationId: string | null }[],
): Promise<void> {
  await sql`
    with used as (
      select hash, email, nullif(registration, '')::uuid as registration
      from unnest(${used.map(({ hash }) => hash)}::text[],
        ${used.map(({ emailNormalized }) => emailNormalized)}::text[],
        ${used.map(({ registrationId }) => registrationId ?? "")}::text[])
        as used (hash, email, registration)
    ), spent as (
      update handoffs set used_at = now(), used_for = used.email
      from used where handoffs.hash = used.hash and handoffs.used_at is null
    ), unneeded as (
      delete from attendee_tokens using used
      where handoff_hash = used.hash and registration_id is null and used.registration is null
    )
    update attendee_tokens set registration_id = used.registration
    from used
    where handoff_hash = used.hash and registration_id is null
      and used.registration is not null`.execute(tx);
}
