import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";

/** Places that count against a capacity and bar the address from another registration. */
export const ACTIVE_PLACES = [
  "held",
  "offered",
  "taken",
  "awaiting_approval",
  "waitlisted",
] as const;

const EVENT_FOR_SIGN_UP = [
  "id",
  "slug",
  "state",
  "audience",
  "delivery",
  "registrar",
  "capacity",
  "taken",
  "meeting_id as meetingId",
  "acts_as as actsAs",
  "opens_at as opensAt",
  "closes_at as closesAt",
] as const;

/**
 * The event's row, locked until the transaction ends. With `places` the lock is exclusive, so that
 * `taken` is the truth; without, it is shared: sign-ups go side by side, and whoever changes the
 * event waits for them. The lock comes before every other look at the event's registrations: a
 * count inside the locking statement would see the snapshot from before the wait.
 */
export async function lockEventForSignUp(tx: Tx, slug: string, lock: "places" | "shared") {
  const query = tx
    .selectFrom("events")
    .select(EVENT_FOR_SIGN_UP)
    .where("slug", "=", slug)
    .where("state", "!=", "draft");
  return (lock === "places" ? query.forUpdate() : query.forShare()).executeTakeFirst();
}

export async function readCapacity(tx: Db | Tx, slug: string) {
  return tx.selectFrom("events").select(["capacity"]).where("slug", "=", slug).executeTakeFirst();
}

/** When the event's last date ends. */
export async function readEnd(tx: Db | Tx, eventId: string): Promise<Date | null> {
  const row = await tx
    .selectFrom("event_dates")
    .select("ends_at as endsAt")
    .where("event_id", "=", eventId)
    .orderBy("ends_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.endsAt ?? null;
}

/** The organizer's tenant: members of an organization are members of this one. */
export async function readTenant(tx: Db | Tx, personId: string): Promise<string> {
  const { tid } = await tx
    .selectFrom("persons")
    .select("tid")
    .where("id", "=", personId)
    .executeTakeFirstOrThrow();
  return tid;
}

/** The active registration of this address or of this member of the organization. */
export async function findActive(
  tx: Tx,
  eventId: string,
  emailNormalized: string,
  member: { tid: string; oid: string } | null,
) {
  return (
    tx
      .selectFrom("registrations")
      .select(["id", "browser_hash as browserHash", "tid", "oid"])
      .where("event_id", "=", eventId)
      .where("place", "in", ACTIVE_PLACES)
      .where((eb) =>
        member
          ? eb.or([
              eb("email_normalized", "=", emailNormalized),
              eb.and([eb("tid", "=", member.tid), eb("oid", "=", member.oid)]),
            ])
          : eb("email_normalized", "=", emailNormalized),
      )
      // A member's own registration before one that only shares the address.
      .orderBy((eb) =>
        eb
          .case()
          .when("oid", "=", member?.oid ?? "")
          .then(0)
          .else(1)
          .end(),
      )
      .limit(1)
      .executeTakeFirst()
  );
}

/** Null when somebody with the same address (or the same member) was faster by an instant. */
export async function insertRegistration(
  tx: Tx,
  row: {
    eventId: string;
    firstName: string;
    lastName: string;
    email: string;
    emailNormalized: string;
    member: { tid: string; oid: string } | null;
    locale: string;
    zone: string | null;
    browserHash: string | null;
    now: Date;
  },
): Promise<string | null> {
  const inserted = await tx
    .insertInto("registrations")
    .values({
      event_id: row.eventId,
      first_name: row.firstName,
      last_name: row.lastName,
      email: row.email,
      email_normalized: row.emailNormalized,
      tid: row.member?.tid ?? null,
      oid: row.member?.oid ?? null,
      place: "taken",
      locale: row.locale,
      zone: row.zone,
      browser_hash: row.browserHash,
      created_at: row.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning("id")
    .executeTakeFirst();
  return inserted?.id ?? null;
}

export async function countOnePlace(tx: Tx, eventId: string, by: 1 | -1): Promise<void> {
  await tx
    .updateTable("events")
    .set({ taken: sql<number>`greatest(taken + ${by}, 0)` })
    .where("id", "=", eventId)
    .where("capacity", "is not", null)
    .execute();
}

/** The confirmation's row, locked: whoever sends it and whoever stores the link take turns here. */
export async function loadConfirmation(tx: Tx, registrationId: string) {
  return tx
    .selectFrom("mails")
    .select(["id", "state", "with_link as withLink"])
    .where("registration_id", "=", registrationId)
    .where("kind", "=", "confirmation")
    .forUpdate()
    .executeTakeFirst();
}

/** A mail of this kind was promised at or after `since`. */
export async function wasPromisedSince(
  tx: Tx,
  registrationId: string,
  kind: "again" | "confirmation",
  since: Date,
): Promise<boolean> {
  const row = await tx
    .selectFrom("mails")
    .select("id")
    .where("registration_id", "=", registrationId)
    .where("kind", "=", kind)
    .where("created_at", ">=", since)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
