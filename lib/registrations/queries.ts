import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";

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
 * The event's row, locked until the transaction ends. With a capacity the lock is exclusive, so that
 * `taken` is the truth; without, it is shared: sign-ups go side by side, and whoever changes the
 * event waits for them. The lock comes before every other look at the event's registrations: a
 * count inside the locking statement would see the snapshot from before the wait.
 *
 * Nothing when there is no such page, and when its capacity came or went while this waited.
 */
export async function lockEventForSignUp(tx: Tx, slug: string) {
  const published = (from: Pick<Tx, "selectFrom">) =>
    from
      .selectFrom("events")
      .select(EVENT_FOR_SIGN_UP)
      .where("slug", "=", slug)
      .where("state", "!=", "draft");
  return tx
    .with("counted", (from) => published(from).where("capacity", "is not", null).forUpdate())
    .with("unlimited", (from) => published(from).where("capacity", "is", null).forShare())
    .selectFrom("counted")
    .selectAll()
    .unionAll((from) => from.selectFrom("unlimited").selectAll())
    .executeTakeFirst();
}

export async function isPublished(tx: Tx, slug: string): Promise<boolean> {
  const row = await tx
    .selectFrom("events")
    .select("id")
    .where("slug", "=", slug)
    .where("state", "!=", "draft")
    .executeTakeFirst();
  return row !== undefined;
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

/**
 * All that a decision on a locked event looks at, in one statement: when its last date ends, and the
 * active registration of this address or of this member of the organization.
 */
export async function lookBeforeSignUp(
  tx: Tx,
  eventId: string,
  emailNormalized: string,
  member: { tid: string; oid: string } | null,
) {
  const { endsAt, id, ...known } = await tx
    .selectFrom((from) =>
      from
        .selectFrom("event_dates")
        .select((eb) => eb.fn.max("ends_at").as("endsAt"))
        .where("event_id", "=", eventId)
        .as("dates"),
    )
    .leftJoin(selectActive(tx, eventId, emailNormalized, member).as("active"), (join) =>
      join.onTrue(),
    )
    .selectAll()
    .executeTakeFirstOrThrow();
  return { endsAt, existing: id === null ? null : { id, ...known } };
}

function selectActive(
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
  );
}

/** Everything that a place is made of, named before the event is locked. */
export interface NewPlace {
  registrationId: string;
  registrantId: string;
  /** Null: told to nobody. */
  pass: { hash: string; sealed: string } | null;
  /** Null: promised on its own. */
  confirmationId: string | null;
}

export interface NewRegistration {
  firstName: string;
  lastName: string;
  email: string;
  emailNormalized: string;
  member: { tid: string; oid: string } | null;
  locale: string;
  zone: string | null;
  browserHash: string | null;
  now: Date;
}

/**
 * Takes a place, in one statement because everybody else waits meanwhile: registration, enrolment
 * wanted, pass, confirmation and the event's counter. False, and nothing done, when somebody with
 * the same address (or the same member) was faster by an instant.
 */
export async function insertPlace(
  tx: Tx,
  event: { id: string; registrar: RegistrarName; meetingId: string },
  row: NewRegistration,
  place: NewPlace,
): Promise<boolean> {
  const { rows } = await sql`
    with registration as (
      insert into registrations (id, event_id, first_name, last_name, email, email_normalized,
        tid, oid, place, locale, zone, browser_hash, created_at)
      values (${place.registrationId}, ${event.id}, ${row.firstName}, ${row.lastName}, ${row.email},
        ${row.emailNormalized}, ${row.member?.tid ?? null}, ${row.member?.oid ?? null}, 'taken',
        ${row.locale}, ${row.zone}, ${row.browserHash}, ${row.now})
      on conflict do nothing
      returning id
    ), enrolment as (
      insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id,
        wanted, state)
      select id, 1, ${event.registrar}::text, ${event.meetingId}::uuid, ${place.registrantId}::text,
        'enrolled', 'none'
      from registration
    ), pass as (
      insert into passes (hash, registration_id, sealed, proved)
      select ${place.pass?.hash ?? null}::text, id, ${place.pass?.sealed ?? null}::text, false
      from registration where ${place.pass !== null}::boolean
    ), confirmation as (
      insert into mails (id, registration_id, kind)
      select ${place.confirmationId}::uuid, id, 'confirmation'
      from registration where ${place.confirmationId !== null}::boolean
    ), counted as (
      update events set taken = taken + 1
      where id = ${event.id}::uuid and capacity is not null
        and exists (select from registration)
    )
    select id from registration`.execute(tx);
  return rows.length > 0;
}

export async function freeOnePlace(tx: Tx, eventId: string): Promise<void> {
  await tx
    .updateTable("events")
    .set({ taken: sql<number>`greatest(taken - 1, 0)` })
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
