import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { ConnectionState } from "@/lib/db/schema";
import type { Person } from "./person";

const PERSON = [
  "persons.id",
  "persons.tid",
  "persons.oid",
  "persons.name",
  "persons.email",
  "persons.locale",
] as const;

/** The person with this tid and oid, made or brought up to date. */
export async function upsertPerson(tx: Tx, person: Omit<Person, "id">): Promise<Person> {
  return tx
    .insertInto("persons")
    .values(person)
    .onConflict((conflict) =>
      conflict.columns(["tid", "oid"]).doUpdateSet((eb) => ({
        name: eb.ref("excluded.name"),
        email: eb.ref("excluded.email"),
        locale: eb.fn.coalesce("excluded.locale", "persons.locale"),
      })),
    )
    .returning(PERSON)
    .executeTakeFirstOrThrow();
}

/** Begins a session that ends `hours` from now, whatever happens in between. */
export async function insertSession(
  tx: Tx,
  session: { id: string; personId: string; hours: number; administratorRole: string | null },
): Promise<void> {
  await tx
    .insertInto("sessions")
    .values({
      id: session.id,
      person_id: session.personId,
      administrator_role: session.administratorRole,
      expires_at: sql<Date>`now() + make_interval(hours => ${session.hours})`,
    })
    .execute();
}

/** Whose session this is; null when it was revoked, has expired or never was. */
export async function findPersonBySession(
  db: Db | Tx,
  sessionId: string,
): Promise<(Person & { administratorRole: string | null }) | null> {
  const person = await db
    .selectFrom("sessions")
    .innerJoin("persons", "persons.id", "sessions.person_id")
    .select([...PERSON, "sessions.administrator_role as administratorRole"])
    .where("sessions.id", "=", sessionId)
    .where("sessions.revoked_at", "is", null)
    .where("sessions.expires_at", ">", sql<Date>`now()`)
    .executeTakeFirst();
  return person ?? null;
}

export interface ConnectionRow {
  tid: string;
  state: ConnectionState;
  brokenReason: string | null;
  scopes: string;
  refreshTokenSealed: string;
  accessTokenSealed: string | null;
  /** Seconds that the access token is still good for, by the database's clock. */
  secondsLeft: number;
}

export async function findConnection(db: Db | Tx, personId: string): Promise<ConnectionRow | null> {
  const row = await db
    .selectFrom("connections")
    .innerJoin("persons", "persons.id", "connections.person_id")
    .select([
      "persons.tid",
      "connections.state",
      "connections.broken_reason as brokenReason",
      "connections.scopes",
      "connections.refresh_token_sealed as refreshTokenSealed",
      "connections.access_token_sealed as accessTokenSealed",
      sql<number>`coalesce(extract(epoch from connections.access_expires_at - now()), 0)::float8`.as(
        "secondsLeft",
      ),
    ])
    .where("connections.person_id", "=", personId)
    .executeTakeFirst();
  return row ?? null;
}

/**
 * Takes the lease to refresh, when nobody holds it and the tokens are still those that `seen` was
 * read with: two processes that both saw an old token must not both refresh.
 */
export async function claimRefresh(
  db: Db,
  personId: string,
  claim: { seen: string; lease: string; seconds: number },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("connections")
    .set({
      refresh_lease: claim.lease,
      refresh_until: sql<Date>`now() + make_interval(secs => ${claim.seconds})`,
    })
    .where("person_id", "=", personId)
    .where("state", "=", "working")
    .where(sql<string>`coalesce(access_token_sealed, refresh_token_sealed)`, "=", claim.seen)
    .where((eb) =>
      eb.or([eb("refresh_lease", "is", null), eb("refresh_until", "<", sql<Date>`now()`)]),
    )
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** Stores what a refresh gave, as long as the lease is still ours; false: somebody else's now. */
export async function storeTokens(
  db: Db,
  personId: string,
  lease: string,
  tokens: {
    accessTokenSealed: string;
    refreshTokenSealed: string | null;
    expiresIn: number;
    scopes: string;
  },
): Promise<boolean> {
  const { numUpdatedRows } = await db
    .updateTable("connections")
    .set({
      access_token_sealed: tokens.accessTokenSealed,
      access_expires_at: expiry(tokens.expiresIn),
      ...(tokens.refreshTokenSealed && {
        refresh_token_sealed: tokens.refreshTokenSealed,
      }),
      scopes: tokens.scopes,
      refresh_lease: null,
      refresh_until: null,
      updated_at: sql<Date>`now()`,
    })
    .where("person_id", "=", personId)
    .where("refresh_lease", "=", lease)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** What stands in the row of a grant that is over. */
function broken({ reason, claims }: { reason: string; claims: string | null }) {
  return {
    state: "broken" as const,
    broken_reason: reason,
    // As exact as a Date: who is told of it compares the two.
    broken_at: sql<Date>`date_trunc('milliseconds', now())`,
    claims,
    access_token_sealed: null,
    access_expires_at: null,
    refresh_lease: null,
    refresh_until: null,
    updated_at: sql<Date>`now()`,
  };
}

/** The grant is over. False: the lease went to somebody else (who may have a new grant). */
export async function markBroken(
  tx: Tx,
  personId: string,
  lease: string,
  why: { reason: string; claims: string | null },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("connections")
    .set(broken(why))
    .where("person_id", "=", personId)
    .where("refresh_lease", "=", lease)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/**
 * The grant is over although nobody was refreshing it: Graph refuses what Entra gives. False when
 * another token is there by now, or it broke already.
 */
export async function markRefused(
  tx: Tx,
  personId: string,
  why: { reason: string; claims: string | null; accessTokenSealed: string },
): Promise<boolean> {
  const { numUpdatedRows } = await tx
    .updateTable("connections")
    .set(broken(why))
    .where("person_id", "=", personId)
    .where("state", "=", "working")
    .where("access_token_sealed", "=", why.accessTokenSealed)
    .executeTakeFirst();
  return numUpdatedRows > 0n;
}

/** The person ended the grant themselves: nothing is kept that could be used. */
export async function markDisconnected(tx: Tx, personId: string): Promise<void> {
  await tx
    .updateTable("connections")
    .set({ ...broken({ reason: "disconnected", claims: null }), refresh_token_sealed: "" })
    .where("person_id", "=", personId)
    .execute();
}

/** A broken connection as the mail to `toPersonId` tells it; null while it works. */
export async function findBroken(db: Db | Tx, personId: string, toPersonId: string) {
  const row = await db
    .selectFrom("connections")
    .innerJoin("persons as organizer", "organizer.id", "connections.person_id")
    .innerJoin("persons as reader", (join) => join.on("reader.id", "=", toPersonId))
    .select([
      "connections.broken_at as brokenAt",
      "connections.broken_reason as reason",
      "organizer.name as organizer",
      "reader.name",
      "reader.email",
      "reader.locale",
    ])
    .where("connections.person_id", "=", personId)
    .where("connections.state", "=", "broken")
    .executeTakeFirst();
  return row ?? null;
}

/** When the connection broke, in the transaction that broke it. */
export async function findBrokenAt(tx: Tx, personId: string): Promise<Date> {
  const { brokenAt } = await tx
    .selectFrom("connections")
    .select("broken_at as brokenAt")
    .where("person_id", "=", personId)
    .$narrowType<{ brokenAt: Date }>()
    .executeTakeFirstOrThrow();
  return brokenAt;
}

/** Others who own an event that this organizer's connection works for. */
export async function findOtherOwners(tx: Tx, personId: string): Promise<string[]> {
  const rows = await tx
    .selectFrom("events")
    .innerJoin("members", "members.event_id", "events.id")
    .select("members.person_id as personId")
    .distinct()
    .where("events.acts_as", "=", personId)
    .where("events.state", "in", ["open", "closed"])
    .where("members.role", "=", "owner")
    .where("members.person_id", "!=", personId)
    .execute();
  return rows.map((row) => row.personId);
}

/** Working connections that rested for so many days while an event of theirs is to come. */
export async function findIdleConnections(db: Db | Tx, days: number, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom("connections")
    .innerJoin("events", "events.acts_as", "connections.person_id")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select("connections.person_id as personId")
    .distinct()
    .where("connections.state", "=", "working")
    .where("connections.updated_at", "<", new Date(now.getTime() - days * 24 * 60 * 60_000))
    .where("events.state", "!=", "cancelled")
    .where("event_dates.ends_at", ">", now)
    .execute();
  return rows.map((row) => row.personId);
}

/** People with a place who wait until this organizer's connection works again. */
export async function countWaiting(db: Db | Tx, personId: string): Promise<number> {
  const { count } = await db
    .selectFrom("enrolments")
    .innerJoin("registrations", "registrations.id", "enrolments.registration_id")
    .innerJoin("events", "events.id", "registrations.event_id")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("events.acts_as", "=", personId)
    .where("enrolments.registrar", "=", "external")
    .where("enrolments.wanted", "=", "enrolled")
    .where("enrolments.state", "in", ["none", "pending"])
    .executeTakeFirstOrThrow();
  return Number(count);
}

/** The zone of their next event: what they think of time in, as far as Usher knows. */
export async function findZone(db: Db | Tx, personId: string): Promise<string | null> {
  const row = await db
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select("event_dates.zone")
    .where("events.acts_as", "=", personId)
    .orderBy("event_dates.starts_at", "desc")
    .limit(1)
    .executeTakeFirst();
  return row?.zone ?? null;
}

/** Gives the lease back with nothing changed. */
export async function releaseRefresh(db: Db, personId: string, lease: string): Promise<void> {
  await db
    .updateTable("connections")
    .set({ refresh_lease: null, refresh_until: null })
    .where("person_id", "=", personId)
    .where("refresh_lease", "=", lease)
    .execute();
}

/** The connection as it is, locked against everybody who would change it. */
export async function lockConnection(tx: Tx, personId: string) {
  const row = await tx
    .selectFrom("connections")
    .select(["state", "scopes"])
    .where("person_id", "=", personId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return row ?? null;
}

/** A new grant takes the place of what was there; a refresh under way loses its lease. */
export async function upsertConnection(
  tx: Tx,
  personId: string,
  tokens: {
    accessTokenSealed: string;
    refreshTokenSealed: string;
    expiresIn: number;
    scopes: string;
  },
): Promise<void> {
  const values = {
    state: "working" as const,
    broken_reason: null,
    broken_at: null,
    claims: null,
    scopes: tokens.scopes,
    refresh_token_sealed: tokens.refreshTokenSealed,
    access_token_sealed: tokens.accessTokenSealed,
    access_expires_at: expiry(tokens.expiresIn),
    refresh_lease: null,
    refresh_until: null,
    updated_at: sql<Date>`now()`,
  };
  await tx
    .insertInto("connections")
    .values({ person_id: personId, ...values })
    .onConflict((conflict) => conflict.column("person_id").doUpdateSet(values))
    .execute();
}

/** What a reconnect passes on to Entra: the claims it asked for. */
export async function findClaims(db: Db | Tx, personId: string): Promise<string | null> {
  const row = await db
    .selectFrom("connections")
    .select("claims")
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return row?.claims ?? null;
}

/** By the database's clock: hosts disagree about the time. */
function expiry(seconds: number) {
  return sql<Date>`now() + make_interval(secs => ${seconds})`;
}
