import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { enrolmentLane } from "@/lib/enrolment/lane";
import type { Organizer } from "../support/organizer";

/** People who have their place and wait for their link, without jobs yet. */
export async function insertWaiting(organizer: Organizer, count: number): Promise<void> {
  await sql`
    with people as (
      insert into registrations (event_id, first_name, last_name, email, email_normalized, place,
        locale)
      select ${organizer.id}::uuid, 'Amara', 'Diallo', address, address, 'taken', 'en'
      from (select gen_random_uuid() || '@example.org' as address
        from generate_series(1, ${count}::integer)) addresses
      returning id
    )
    insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id,
      wanted, state)
    select id, 1, 'external', ${organizer.meetingId}::uuid, gen_random_uuid()::text, 'enrolled',
      'none' from people`.execute(db());
}

/** Their jobs, due now or, evenly, so many a second. */
export async function enqueueWaiting(organizer: Organizer, perSecond?: number): Promise<void> {
  const apart = perSecond === undefined ? 0 : 1 / perSecond;
  await sql`
    insert into jobs (name, payload, lane, dedupe_key, max_attempts, run_at)
    select 'enrolment.reconcile', jsonb_build_object('registrationId', registrations.id),
      ${enrolmentLane("external", organizer.organizerId)}, 'enrolment:' || registrations.id, 10000,
      now() + make_interval(secs => ${apart}::float8 * row_number() over ())
    from registrations join enrolments on registration_id = registrations.id
    where event_id = ${organizer.id}::uuid and state in ('none', 'pending')
    on conflict do nothing`.execute(db());
}

/** Takes the waiting jobs out again. */
export async function dropWaiting(organizer: Organizer): Promise<void> {
  await db()
    .deleteFrom("jobs")
    .where("lane", "=", enrolmentLane("external", organizer.organizerId))
    .where("state", "=", "ready")
    .execute();
}

/** Seconds since the epoch at which each of the organizer's people got their link, in order. */
export async function linkTimes(organizer: Organizer): Promise<number[]> {
  const { rows } = await sql<{ at: number }>`
    select extract(epoch from enrolled_at)::float8 as at from enrolments
    join registrations on registrations.id = registration_id
    where event_id = ${organizer.id}::uuid and enrolled_at is not null
    order by enrolled_at`.execute(db());
  return rows.map(({ at }) => at);
}
