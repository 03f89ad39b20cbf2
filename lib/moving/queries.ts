import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import { deadLink } from "@/lib/enrolment/dead-link";

/** A meeting and the way to get links for it. */
export interface Target {
  meetingId: string;
  registrar: RegistrarName;
}

/** The event's move that is under way or stopped; none when there is none. */
export async function loadMove(tx: Db | Tx, eventId: string) {
  return tx
    .selectFrom("moves")
    .select([
      "id",
      "state",
      "from_meeting_id as fromMeetingId",
      "from_registrar as fromRegistrar",
      "to_meeting_id as toMeetingId",
      "to_registrar as toRegistrar",
    ])
    .where("event_id", "=", eventId)
    .where("state", "in", ["moving", "stopped"])
    .executeTakeFirst();
}

/** SQL condition: the enrolment (alias `e`) is the way in that the event has now. */
const isAt = ({ meetingId, registrar }: Target) =>
  sql<boolean>`(e.meeting_id = ${meetingId}::uuid and e.registrar = ${registrar}
    and e.wanted = 'enrolled')`;

/**
 * Wants no more what was never made, and is not where the event goes now: from here on nobody is
 * enrolled anywhere else. A link that is dead keeps nobody either. What works is left alone. Answers
 * of whom something may be left at Microsoft.
 */
export async function abandonUnmade(tx: Tx, eventId: string, target: Target): Promise<string[]> {
  const { rows } = await sql<{ id: string; state: string }>`
    update enrolments set wanted = 'withdrawn', wanted_at = now(), reason = null, reason_at = null,
      state = case when tried_at is null then 'withdrawn' else 'withdrawing' end
    from (
      select e.id from enrolments e
      join registrations r on r.id = e.registration_id
      join meetings m on m.id = e.meeting_id
      where r.event_id = ${eventId}::uuid and e.wanted = 'enrolled' and not ${isAt(target)}
        and (e.state in ('none', 'pending', 'failed') or ${deadLink})
      -- As lockInOrder does.
      order by e.registration_id, e.generation for no key update of e
    ) unmade
    where enrolments.id = unmade.id
    returning registration_id as id, state`.execute(tx);
  return [...new Set(rows.flatMap(({ id, state }) => (state === "withdrawing" ? [id] : [])))];
}

/**
 * Personal links stay as they are: those of this event lead to another meeting from now on, and
 * nobody needs another.
 */
export async function repointPersonalLinks(
  tx: Tx,
  eventId: string,
  meetingId: string,
): Promise<void> {
  await tx
    .updateTable("enrolments")
    .set({ meeting_id: meetingId })
    .where("registrar", "=", "direct")
    .where("wanted", "=", "enrolled")
    .where("registration_id", "in", (eb) =>
      eb.selectFrom("registrations").select("id").where("event_id", "=", eventId),
    )
    .execute();
}

/** The next people with a place who are not on their way there, in the order in which they signed up. */
export async function selectUnmoved(
  tx: Tx,
  eventId: string,
  target: Target,
  limit: number,
): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select r.id from registrations r
    where r.event_id = ${eventId}::uuid and r.place = 'taken' and not exists (
      select from enrolments e where e.registration_id = r.id and ${isAt(target)})
    order by r.created_at, r.id limit ${limit} for no key update`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Gives each a new generation of their enrolment. */
export async function insertGenerations(
  tx: Tx,
  moveId: string,
  target: Target,
  people: { id: string; registrantId: string }[],
): Promise<void> {
  await sql`
    insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id,
      wanted, state, move_id)
    select wanted.id, 1 + coalesce((select max(generation) from enrolments
        where registration_id = wanted.id), 0), ${target.registrar}, ${target.meetingId}::uuid,
      wanted."registrantId", 'enrolled', 'none', ${moveId}::uuid
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb)
      as wanted (id uuid, "registrantId" text)`.execute(tx);
}

/** People with a place who have no link there yet. */
export async function countUnmoved(tx: Tx, eventId: string, target: Target): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from registrations r
    where r.event_id = ${eventId}::uuid and r.place = 'taken' and not exists (
      select from enrolments e
      where e.registration_id = r.id and ${isAt(target)} and e.state = 'enrolled')`.execute(tx);
  return rows[0]?.count ?? 0;
}

/** Those with something to be done whom no job drives: the move was stopped, or a job was lost. */
export async function selectIdle(tx: Tx, eventId: string, limit: number): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select distinct e.registration_id as id from enrolments e
    join registrations r on r.id = e.registration_id
    where r.event_id = ${eventId}::uuid and e.state in ('none', 'pending', 'withdrawing')
      and not exists (select from jobs where state in ('ready', 'running')
        and dedupe_key = 'enrolment:' || e.registration_id)
    order by e.registration_id limit ${limit}`.execute(tx);
  return rows.map(({ id }) => id);
}

/** Meetings that the event has left, with a registration that Usher made for it there. */
export async function selectLeft(tx: Tx, eventId: string) {
  return tx
    .selectFrom("moves")
    .innerJoin("meetings", "meetings.id", "moves.from_meeting_id")
    .select(["meetings.id", "meetings.person_id as actsAs"])
    .distinct()
    .where("moves.event_id", "=", eventId)
    .where("moves.from_registrar", "=", "external")
    .where("meetings.registration_ours", "=", true)
    .execute();
}
