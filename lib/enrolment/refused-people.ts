import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { reconcileJob } from "./reconcile";
import { MENDED_ELSEWHERE, type Refusal } from "./registrar";

/** Those of one meeting and registrar whose enrolment was refused for what others may mend. */
export interface RefusedPeople {
  reasons: Refusal[];
  actsAs: string;
  /** Since the last of these refusals. */
  secondsAgo: number;
}

type Where = { meetingId: string; registrar: RegistrarName };

/** SQL condition: enrolment `e` of `events` was given up for one of these, and the event is not over. */
const refusedFor = (reasons: readonly Refusal[]) =>
  sql<boolean>`(e.state = 'failed' and e.reason in (${sql.join([...reasons])})
  and exists (select from event_dates d where d.event_id = events.id and d.ends_at > now()))`;

const refused = refusedFor(MENDED_ELSEWHERE);

/** Null: nobody was. */
export async function readRefused(
  db: Db,
  { meetingId, registrar }: Where,
): Promise<RefusedPeople | null> {
  const { rows } = await sql<{ reasons: Refusal[]; actsAs: string; secondsAgo: number }>`
    select array_agg(distinct e.reason) as reasons, min(meetings.person_id::text) as "actsAs",
      extract(epoch from now() - max(e.reason_at))::float8 as "secondsAgo"
    from enrolments e
    join registrations r on r.id = e.registration_id
    join events on events.id = r.event_id
    join meetings on meetings.id = e.meeting_id
    where e.meeting_id = ${meetingId}::uuid and e.registrar = ${registrar} and ${refused}
    having count(*) > 0`.execute(db);
  return rows[0] ?? null;
}

/**
 * Wants again what was wanted, of at most so many, first come first. Answers whose registrations
 * they are.
 */
export async function setGoing(
  tx: Tx,
  of: Where | { organizerId: string } | { registrationId: string },
  most: number,
  reasons: readonly Refusal[] = MENDED_ELSEWHERE,
): Promise<string[]> {
  const those =
    "meetingId" in of
      ? sql`e.meeting_id = ${of.meetingId}::uuid and e.registrar = ${of.registrar}`
      : "organizerId" in of
        ? sql`meetings.person_id = ${of.organizerId}::uuid`
        : sql`r.id = ${of.registrationId}::uuid`;
  const { rows } = await sql<{
    registrationId: string;
    eventId: string;
    actsAs: string;
    registrar: RegistrarName;
  }>`
    with chosen as (
      select e.id, r.id as registration_id, r.event_id, meetings.person_id as acts_as
      from enrolments e
      join registrations r on r.id = e.registration_id
      join events on events.id = r.event_id
      join meetings on meetings.id = e.meeting_id
      where ${those} and ${refusedFor(reasons)}
      order by r.created_at, r.id limit ${most} for no key update of e
    )
    update enrolments set reason = null, reason_at = null, request_id = null,
      state = case when wanted = 'withdrawn' then 'withdrawing' else 'pending' end
    from chosen where enrolments.id = chosen.id
    returning chosen.registration_id as "registrationId", chosen.event_id as "eventId",
      chosen.acts_as as "actsAs", enrolments.registrar`.execute(tx);
  await enqueueAll(
    tx,
    rows.map(({ registrationId, eventId, actsAs, registrar }) =>
      reconcileJob(registrationId, { id: eventId, registrar, actsAs }),
    ),
  );
  return rows.map(({ registrationId }) => registrationId);
}

const EVERYBODY = 100_000;

/**
 * Wants again whom a webinar refused for one of these: it asks otherwise or takes more by now, or they
 * have answered.
 */
export async function wantAgain(
  tx: Tx,
  of: { meetingId: string } | { registrationId: string },
  reasons: readonly Refusal[],
): Promise<void> {
  const those = "meetingId" in of ? { ...of, registrar: "webinar" as const } : of;
  if (reasons.length > 0) await setGoing(tx, those, EVERYBODY, reasons);
}

/** How many wait for what others may mend, over all of this organizer's events. */
export async function countRefused(db: Db, organizerId: string): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from enrolments e
    join registrations r on r.id = e.registration_id
    join events on events.id = r.event_id
    join meetings on meetings.id = e.meeting_id
    where meetings.person_id = ${organizerId}::uuid and ${refused}`.execute(db);
  return rows[0]?.count ?? 0;
}

/** What became of one who went ahead of the others. */
export async function stateOf(
  db: Db,
  registrationId: string,
): Promise<"under-way" | "passed" | "refused"> {
  const row = await db
    .selectFrom("enrolments")
    .select(["state", "accepted_at as acceptedAt"])
    .where("registration_id", "=", registrationId)
    .orderBy("generation", "desc")
    .limit(1)
    .executeTakeFirst();
  if (row?.state === "failed") return "refused";
  const isWaiting = row?.state === "pending" || row?.state === "withdrawing";
  return isWaiting && !row.acceptedAt ? "under-way" : "passed";
}
