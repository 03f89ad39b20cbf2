import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { MailKind, RegistrarName, Source } from "@/lib/db/schema";
import type { Answers } from "@/lib/form/answers";
import { mailboxOf } from "@/lib/messages/mail-route";
import { mailPause, type UnprovenMails, unprovenMails } from "./mail-pause";
import type { Seat, Trust } from "./seat-newcomer";

/** Places that count against a capacity. */
export const COUNTED_PLACES = ["held", "offered", "taken"] as const;

/** Places that bar the address from another registration. */
export const ACTIVE_PLACES = [
  "held",
  "offered",
  "taken",
  "awaiting_approval",
  "waitlisted",
] as const;

/** SQL: how many registrations stand by the invitation code of the row. */
export const codeUses = sql<number>`(select count(*)::int from registrations
  where registrations.code_id = invitation_codes.id
    and registrations.place in (${sql.join(ACTIVE_PLACES.map((place) => sql.lit(place)))}))`;

/**
 * Whom a change of title or time concerns: a place, or the wait for one. An address that nobody
 * confirmed gets no more mail.
 */
export const hearsOfChanges = sql<boolean>`(registrations.place in
  ('offered', 'taken', 'awaiting_approval', 'waitlisted') and not registrations.unconfirmed)`;

const EVENT_FOR_SIGN_UP = [
  "id",
  "slug",
  "state",
  "audience",
  "email_domains as emailDomains",
  "invited_only as invitedOnly",
  "no_throwaway as noThrowaway",
  "delivery",
  "registrar",
  "capacity",
  "occupied",
  "waitlist",
  "approval",
  "confirm_address as confirmAddress",
  "hold_minutes as holdMinutes",
  "meeting_id as meetingId",
  "acts_as as actsAs",
  "opens_at as opensAt",
  "closes_at as closesAt",
  "form_version as formVersion",
  "chooses_dates as choosesDates",
] as const;

/**
 * The event's row, locked until the transaction ends. With a capacity, of its own or by date, the lock
 * is exclusive, so that what is free is the truth; without, it is shared: sign-ups go side by side, and whoever changes the
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
      .select(mailboxOf(sql.ref("events.id")).as("mailbox"))
      .where("slug", "=", slug)
      .where("state", "!=", "draft");
  return tx
    .with("counted", (from) =>
      published(from).where(sql<boolean>`(capacity is not null or chooses_dates)`).forNoKeyUpdate(),
    )
    .with("unlimited", (from) =>
      published(from).where(sql<boolean>`(capacity is null and not chooses_dates)`).forShare(),
    )
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

/** Who signs up, as far as it matters for finding them. */
interface Asking {
  emailNormalized: string;
  member: { tid: string; oid: string } | null;
}

/**
 * All that a decision on a locked event looks at, in one statement: when its last date ends, whether
 * somebody waits who is next, and for each of those who ask, in their order, the active registration
 * of this address or of this member of the organization (the member's own first), and how long a
 * mail to it has to wait.
 */
export async function lookBeforeSignUps(
  tx: Tx,
  eventId: string,
  asking: (Asking & { now: Date })[],
) {
  const asked = asking.map(({ emailNormalized, member, now }, at) => ({
    at,
    now,
    email: emailNormalized,
    tid: member?.tid ?? null,
    oid: member?.oid ?? null,
  }));
  const active = sql`event_id = ${eventId}::uuid
    and place in (${sql.join(ACTIVE_PLACES.map((place) => sql.lit(place)))})`;
  const { rows } = await sql<
    {
      endsAt: Date | null;
      someoneWaits: boolean;
      id: string | null;
      browserHash: string | null;
      tid: string | null;
      oid: string | null;
    } & UnprovenMails
  >`
    select dates.ends_at as "endsAt", ${someoneWaits(eventId)} as "someoneWaits", active.id,
      active.browser_hash as "browserHash", active.tid, active.oid, mailed.hour, mailed.earlier,
      mailed.day
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb)
      as asked (at integer, now timestamptz, email text, tid text, oid text)
    cross join (select max(ends_at) as ends_at from event_dates
      where event_id = ${eventId}::uuid and cancelled_at is null) dates
    left join lateral (
      select id, browser_hash, tid, oid, 1 as rank from registrations
      where ${active} and registrations.tid = asked.tid and registrations.oid = asked.oid
      union all
      select id, browser_hash, tid, oid, 2 from registrations
      where ${active} and email_normalized = asked.email
      order by rank limit 1
    ) active on true
    cross join lateral (${unprovenMails(eventId, sql`asked.email`, sql`asked.now`)}) mailed
    order by asked.at`.execute(tx);
  return {
    endsAt: rows[0]?.endsAt ?? null,
    someoneWaits: rows[0]?.someoneWaits ?? false,
    existing: rows.map(({ id, browserHash, tid, oid }) =>
      id === null ? null : { id, browserHash, tid, oid },
    ),
    pauses: rows.map(mailPause),
  };
}

/** Is there somebody on the waitlist to whom a free place goes? One look at an index. */
export function someoneWaits(eventId: string): RawBuilder<boolean> {
  return sql<boolean>`exists (select from registrations where event_id = ${eventId}::uuid
    and place = 'waitlisted' and not unconfirmed)`;
}

/** A place and everything that it is made of, named before the event is locked. */
export interface NewPlace extends Asking {
  registrationId: string;
  registrantId: string;
  /** Null: told to nobody. */
  pass: { hash: string; sealed: string } | null;
  seat: Seat;
  /** The first mail; null: promised on its own. */
  mail: { id: string; kind: MailKind } | null;
  firstName: string;
  lastName: string;
  email: string;
  locale: string;
  zone: string | null;
  browserHash: string | null;
  answers: Answers;
  formVersion: number | null;
  source: Source | null;
  trust: Trust;
  /** The invitation code that it stands by. */
  codeId: string | null;
  now: Date;
}

/**
 * Takes places, in one statement because everybody else waits meanwhile: registrations in their
 * order, enrolments wanted by whoever is in, passes, first mails and the event's counter. Returns
 * the registrations that were made: not those whose address or member was faster by an instant, for
 * whom nothing is done.
 */
export async function insertPlaces(
  tx: Tx,
  event: { id: string; registrar: RegistrarName; meetingId: string },
  places: NewPlace[],
): Promise<Set<string>> {
  const asked = places.map((place, at) => ({
    at,
    id: place.registrationId,
    registrant_id: place.registrantId,
    pass_hash: place.pass?.hash ?? null,
    pass_sealed: place.pass?.sealed ?? null,
    mail_id: place.mail?.id ?? null,
    mail_kind: place.mail?.kind ?? null,
    first_name: place.firstName,
    last_name: place.lastName,
    email: place.email,
    email_normalized: place.emailNormalized,
    tid: place.member?.tid ?? null,
    oid: place.member?.oid ?? null,
    place: place.seat.place,
    unconfirmed: place.seat.unconfirmed,
    lapses_at: place.seat.lapsesAt,
    locale: place.locale,
    zone: place.zone,
    browser_hash: place.browserHash,
    answers: place.answers,
    form_version: place.formVersion,
    source: place.source,
    code_id: place.codeId,
    suspect: place.trust === "queue",
    created_at: place.now,
  }));
  const { rows } = await sql<{ id: string }>`
    with asked as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (at integer,
        id uuid, registrant_id text, pass_hash text, pass_sealed text, mail_id uuid,
        mail_kind text, first_name text, last_name text, email text, email_normalized text,
        tid text, oid text, place text, unconfirmed boolean, lapses_at timestamptz, locale text,
        zone text, browser_hash text, answers jsonb, form_version integer, source jsonb,
        code_id uuid, suspect boolean, created_at timestamptz)
    ), registration as (
      insert into registrations (id, event_id, first_name, last_name, email, email_normalized,
        tid, oid, place, unconfirmed, lapses_at, locale, zone, browser_hash, answers,
        form_version, source, code_id, suspect, created_at)
      select id, ${event.id}::uuid, first_name, last_name, email, email_normalized,
        tid, oid, place, unconfirmed, lapses_at, locale, zone, browser_hash, answers,
        form_version, source, code_id, suspect, created_at
      from asked order by at
      on conflict do nothing
      returning id, place
    ), made as (
      select asked.* from asked join registration on registration.id = asked.id
    ), enrolment as (
      insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id,
        wanted, state)
      select id, 1, ${event.registrar}::text, ${event.meetingId}::uuid, registrant_id,
        'enrolled', 'none'
      from made where place = 'taken'
    ), pass as (
      insert into passes (hash, registration_id, sealed, proved)
      select pass_hash, id, pass_sealed, false from made where pass_hash is not null
    ), mail as (
      insert into mails (id, registration_id, kind)
      select mail_id, id, mail_kind from made where mail_id is not null
    ), counted as (
      select count(*) as number from registration where place in (${COUNTED})
    ), counting as (
      update events set occupied = occupied + counted.number from counted
      where id = ${event.id}::uuid and capacity is not null and counted.number > 0
    )
    select id from registration`.execute(tx);
  return new Set(rows.map(({ id }) => id));
}

/** SQL list of the places that count against a number of them. */
export const COUNTED = sql.join(COUNTED_PLACES.map((place) => sql.lit(place)));

/** Moves the counter of an event's occupied places; where nothing is counted it does nothing. */
export async function countPlaces(tx: Tx, eventId: string, change: number): Promise<void> {
  if (change === 0) return;
  await tx
    .updateTable("events")
    .set({ occupied: sql<number>`greatest(occupied + ${change}, 0)` })
    .where("id", "=", eventId)
    .where("capacity", "is not", null)
    .execute();
}

/** The mails that say "you're in", and wait a moment for the link. */
export const CONFIRMATIONS = ["confirmation", "approved"] as const;

/** The confirmation's row, locked: whoever sends it and whoever stores the link take turns here. */
export async function loadConfirmation(tx: Tx, registrationId: string) {
  return tx
    .selectFrom("mails")
    .select(["id", "state", "with_link as withLink"])
    .where("registration_id", "=", registrationId)
    .where("kind", "in", CONFIRMATIONS)
    .forNoKeyUpdate()
    .executeTakeFirst();
}

/** Those of the registrations that were promised a mail of these kinds at or after `since`. */
export async function selectPromisedSince(
  tx: Tx,
  registrationIds: string[],
  kinds: readonly MailKind[],
  since: Date,
): Promise<Set<string>> {
  const rows = await tx
    .selectFrom("mails")
    .select("registration_id as id")
    .where("registration_id", "in", registrationIds)
    .where("kind", "in", kinds)
    .where("created_at", ">=", since)
    .execute();
  return new Set(rows.map(({ id }) => id));
}
