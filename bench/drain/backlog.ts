import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { enrolmentLane } from "@/lib/enrolment/lane";
import { reconcileEnrolment } from "@/lib/enrolment/reconcile";
import type { Organizer } from "../support/organizer";

/** People who have their place and wait for their link, with the jobs that fetch it. */
export async function insertWaiting(organizer: Organizer, count: number): Promise<void> {
  const lane = enrolmentLane("external", organizer.organizerId);
  await sql`
    with people as (
      insert into registrations (event_id, first_name, last_name, email, email_normalized, place,
        locale)
      select ${organizer.id}::uuid, 'Amara', 'Diallo', address, address, 'taken', 'en'
      from (select gen_random_uuid() || '@example.org' as address
        from generate_series(1, ${count}::integer)) addresses
      returning id
    ), wanted as (
      insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id,
        wanted, state)
      select id, 1, 'external', ${organizer.meetingId}::uuid, gen_random_uuid()::text, 'enrolled',
        'none' from people
    )
    insert into jobs (name, payload, lane, dedupe_key, max_attempts)
    select ${reconcileEnrolment.name}::text, jsonb_build_object('registrationId', id),
      ${lane}::text, 'enrolment:' || id, ${reconcileEnrolment.maxAttempts}::integer
    from people`.execute(db());
}

/** How many people of these organizers have their link. */
export async function countLinked(organizers: Organizer[]): Promise<number> {
  const { rows } = await sql<{ linked: number }>`
    select count(*)::integer as linked
    from enrolments join registrations on registrations.id = registration_id
    where event_id = any(${organizers.map(({ id }) => id)}::uuid[]) and state = 'enrolled'
      and join_link_sealed is not null`.execute(db());
  return rows[0]?.linked ?? 0;
}

/** Transactions that the database has ended so far: a statement of its own is one. */
export async function countTransactions(): Promise<number> {
  const { rows } = await sql<{ ended: number }>`
    select (xact_commit + xact_rollback)::float8 as ended from pg_stat_database
    where datname = current_database()`.execute(db());
  return rows[0]?.ended ?? 0;
}
