import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import { nextFirst } from "@/lib/events/next-date";
import { dropAttendeeTokens } from "@/lib/session/attendee-token";

/** Another enrolment of the same registration (alias `o`). */
const others = sql`select from enrolments o
  where o.registration_id = enrolments.registration_id and o.id <> enrolments.id`;

/** Held by a move that its organizer stopped: its person keeps the link that works. */
const isHeld = sql`(moves.state = 'stopped' and enrolments.accepted_at is null
  and exists (${others} and o.wanted = 'enrolled' and o.state = 'enrolled'))`;

/** It is not yet what is wanted of it. */
const hasWork = sql<boolean>`(enrolments.state = 'withdrawing' or (enrolments.wanted = 'enrolled'
  and enrolments.state in ('none', 'pending') and not coalesce(${isHeld}, false)))`;

/**
 * A meeting has nobody twice, so what is to go there goes before what is to come; else a link comes
 * before the end of the one before it. What Microsoft took only waits to be looked up.
 */
const workOrder = sql`case
  when enrolments.state = 'withdrawing' and exists (${others} and o.wanted = 'enrolled'
    and o.state in ('none', 'pending') and o.meeting_id = enrolments.meeting_id
    and o.registrar = enrolments.registrar) then 0
  when enrolments.wanted = 'enrolled' and enrolments.accepted_at is null then 1
  when enrolments.state = 'withdrawing' then 2
  else 3 end`;

/**
 * The enrolment of a registration that is to be driven next, with what the registrar needs to know;
 * nothing when all are as they are wanted, or given up. Each acts for whose meeting it is.
 */
export async function loadEnrolment(tx: Db | Tx, registrationId: string) {
  return tx
    .selectFrom("enrolments")
    .innerJoin("registrations", "registrations.id", "enrolments.registration_id")
    .innerJoin("events", "events.id", "registrations.event_id")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .innerJoin("meetings", "meetings.id", "enrolments.meeting_id")
    .leftJoin("moves", "moves.id", "enrolments.move_id")
    .select([
      "enrolments.id",
      "enrolments.registration_id as registrationId",
      "enrolments.wanted",
      "enrolments.state",
      "enrolments.registrar",
      "enrolments.registrant_id as registrantId",
      "enrolments.tried_at as triedAt",
      "enrolments.tried_as_attendee as triedAsAttendee",
      "events.audience",
      "meetings.person_id as actsAs",
      "enrolments.move_id as moveId",
      "enrolments.remote_id as remoteId",
      "enrolments.remote_status as remoteStatus",
      "enrolments.accepted_at as acceptedAt",
      "enrolments.wanted_at as wantedAt",
      "event_dates.zone as eventZone",
      "event_dates.ends_at as endsAt",
      "events.id as eventId",
      "registrations.first_name as firstName",
      "registrations.last_name as lastName",
      "registrations.email",
      "registrations.locale",
      "registrations.zone",
      "registrations.tid",
      "registrations.oid",
      "registrations.personal_sealed as personalSealed",
      "meetings.id as meetingId",
      "meetings.graph_id as graphId",
      "meetings.join_url_sealed as joinUrlSealed",
      "meetings.audience as meetingAudience",
      "meetings.registration_ours as registrationOurs",
      "meetings.registration_number as registrationNumber",
      "meetings.registration_gone_at as registrationGoneAt",
      "meetings.webinar_terms as webinarTerms",
      sql<boolean>`exists (${others})`.as("hasOthers"),
    ])
    .where("enrolments.registration_id", "=", registrationId)
    .where(hasWork)
    .orderBy(workOrder)
    .orderBy("enrolments.generation", "desc")
    .orderBy(nextFirst())
    .limit(1)
    .executeTakeFirst();
}

export type LoadedEnrolment = NonNullable<Awaited<ReturnType<typeof loadEnrolment>>>;

/**
 * Says, durably and before the first call, that a registrant may exist from now on. Answers false
 * when a withdrawal came first: then nothing may be made any more.
 */
export async function markTried(tx: Db | Tx, enrolmentId: string): Promise<boolean> {
  const marked = await tx
    .updateTable("enrolments")
    .set({ state: "pending", tried_at: sql<Date>`coalesce(tried_at, now())` })
    .where("id", "=", enrolmentId)
    .where("wanted", "=", "enrolled")
    .executeTakeFirst();
  return marked.numUpdatedRows > 0n;
}

/** Says so before a call is made as the attendee: what it makes stands under their account. */
export async function markTriedAsAttendee(tx: Tx, enrolmentId: string): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({ tried_as_attendee: true })
    .where("id", "=", enrolmentId)
    .execute();
}

/**
 * Stores the link in the transaction that marks the enrolment enrolled; Graph never tells it again.
 * It is counted, as the next version of the holder's calendar entry.
 */
export async function markEnrolled(
  tx: Tx,
  enrolmentId: string,
  {
    joinLinkSealed,
    remoteId,
    hasOthers,
  }: { joinLinkSealed: string | null; remoteId: string | null; hasOthers: boolean },
) {
  // Where a link stood before, an entry without one is a next version too.
  if (joinLinkSealed !== null || hasOthers) await countLink(tx, enrolmentId);
  if (hasOthers)
    await lockInOrder(
      tx,
      sql`registration_id = (select registration_id
    from enrolments where id = ${enrolmentId}::uuid)`,
    );
  return tx
    .updateTable("enrolments")
    .set({
      state: sql`case when wanted = 'enrolled' then 'enrolled' else 'withdrawing' end`,
      join_link_sealed: joinLinkSealed,
      link_by_mail: joinLinkSealed === null,
      remote_id: remoteId,
      remote_status: remoteId === null ? null : "registered",
      enrolled_at: sql<Date>`now()`,
      reason: null,
      reason_at: null,
      request_id: null,
    })
    .where("id", "=", enrolmentId)
    .returning([
      "state",
      sql<number>`extract(epoch from now() - wanted_at)::float8`.as("waitedSeconds"),
    ])
    .executeTakeFirstOrThrow();
}

/** Microsoft took it and decides on it, or doesn't show it yet: it is looked up from now on. */
export async function markAccepted(
  tx: Db | Tx,
  enrolmentId: string,
  held: { as: "waitlisted" | "pendingApproval"; remoteId: string } | null,
): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({
      accepted_at: sql<Date>`coalesce(accepted_at, now())`,
      remote_id: held?.remoteId ?? null,
      remote_status: held?.as ?? null,
      reason: held?.as ?? null,
      reason_at: held ? sql<Date>`now()` : null,
      request_id: null,
    })
    .where("id", "=", enrolmentId)
    .execute();
}

/** Microsoft shows nothing of what it took: it is sent once more. */
export async function markUnaccepted(tx: Db | Tx, enrolmentId: string): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({ accepted_at: null, remote_id: null, remote_status: null })
    .where("id", "=", enrolmentId)
    .execute();
}

/**
 * Wants every other enrolment of a registration gone, now that this one has a link: in the
 * transaction that stores it, so that no instant has two. Nothing is to be done anywhere where the
 * link was Usher's own. Answers whether they had a link before.
 */
export async function retireOthers(
  tx: Tx,
  { id, registrationId }: { id: string; registrationId: string },
): Promise<boolean> {
  const rows = await tx
    .updateTable("enrolments")
    .set({
      wanted: "withdrawn",
      wanted_at: sql<Date>`case when wanted = 'withdrawn' then wanted_at else now() end`,
      state: sql`case when tried_at is null or state = 'withdrawn' or registrar = 'direct'
        then 'withdrawn' when wanted = 'withdrawn' then state else 'withdrawing' end`,
      join_link_sealed: sql<string | null>`case when registrar = 'direct' then null
        else join_link_sealed end`,
      reason: sql<string | null>`case when wanted = 'withdrawn' then reason end`,
    })
    .where("registration_id", "=", registrationId)
    .where("id", "!=", id)
    .returning("enrolled_at as enrolledAt")
    .execute();
  return rows.some(({ enrolledAt }) => enrolledAt !== null);
}

async function countLink(tx: Tx, enrolmentId: string): Promise<void> {
  await tx
    .updateTable("registrations")
    .set((eb) => ({ links: eb("links", "+", 1) }))
    .where("id", "=", (eb) =>
      eb.selectFrom("enrolments").select("registration_id").where("id", "=", enrolmentId),
    )
    .execute();
}

export async function markWithdrawn(tx: Db | Tx, enrolmentId: string): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({ state: "withdrawn", join_link_sealed: null, reason: null, reason_at: null })
    .where("id", "=", enrolmentId)
    .where("wanted", "=", "withdrawn")
    .execute();
}

/** Given up until somebody presses Retry; what is wanted by now instead is left alone. */
export async function markFailed(
  tx: Db | Tx,
  { id, wanted }: { id: string; wanted: "enrolled" | "withdrawn" },
  reason: string,
  requestId: string | null,
): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({ state: "failed", reason, reason_at: sql<Date>`now()`, request_id: requestId })
    .where("id", "=", id)
    .where("wanted", "=", wanted)
    .where("state", "!=", "withdrawn")
    .execute();
}

/**
 * The meeting's registration is gone at Microsoft, so every link that was stored before is dead.
 * Nothing is noted when Usher has made another one since `number` was read: that 404 is old news.
 */
export async function noteRegistrationGone(
  tx: Tx,
  meetingId: string,
  number: number,
): Promise<boolean> {
  const noted = await tx
    .updateTable("meetings")
    .set({ registration_gone_at: sql<Date>`now()` })
    .where("id", "=", meetingId)
    .where("registration_number", "=", number)
    .executeTakeFirst();
  return noted.numUpdatedRows > 0n;
}

/** Why it waits, for the organizer to see; the state stays as it is. */
export async function noteReason(
  tx: Db | Tx,
  enrolmentId: string,
  reason: string,
  requestId: string | null,
): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({ reason, reason_at: sql<Date>`now()`, request_id: requestId })
    .where("id", "=", enrolmentId)
    .execute();
}

/**
 * Locks enrolments of which one registration may have several: whoever changes more than one comes
 * here first, or two would wait for each other.
 */
export async function lockInOrder(tx: Tx, which: RawBuilder<unknown>): Promise<void> {
  await sql`select from enrolments where ${which}
    order by registration_id, generation for no key update`.execute(tx);
}

/** Wants every enrolment of these registrations gone; answers those for which work is left, once each. */
export async function wantWithdrawn(
  tx: Tx,
  registrationIds: readonly string[],
): Promise<{ registrationId: string; registrar: RegistrarName }[]> {
  if (registrationIds.length === 0) return [];
  await dropAttendeeTokens(tx, registrationIds);
  await lockInOrder(tx, sql`registration_id in (${sql.join(registrationIds)})`);
  const rows = await tx
    .updateTable("enrolments")
    .set({
      wanted: "withdrawn",
      wanted_at: sql<Date>`now()`,
      state: sql`case when tried_at is null or state = 'withdrawn' then 'withdrawn' else 'withdrawing' end`,
      reason: null,
      reason_at: null,
    })
    .where("registration_id", "in", registrationIds)
    .returning(["registration_id as registrationId", "registrar", "state"])
    .execute();
  const left = rows.filter((row) => row.state === "withdrawing");
  return [...new Map(left.map((row) => [row.registrationId, row])).values()];
}

/** A meeting's registration was deleted at Microsoft: what was to be withdrawn is withdrawn. */
export async function markAllWithdrawn(tx: Tx, meetingId: string): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({ state: "withdrawn", join_link_sealed: null, reason: null, reason_at: null })
    .where("meeting_id", "=", meetingId)
    .where("registrar", "=", "external")
    .where("wanted", "=", "withdrawn")
    .execute();
}

/** What was given up is wanted again, whichever of the two it was. */
export async function reviveEnrolment(tx: Tx, registrationId: string): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({
      state: sql`case when wanted = 'withdrawn' then 'withdrawing' else 'pending' end`,
      accepted_at: null,
      reason: null,
      reason_at: null,
    })
    .where("registration_id", "=", registrationId)
    .where("state", "=", "failed")
    .execute();
}
