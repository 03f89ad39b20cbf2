import { sql } from "kysely";
import { db, withTx } from "@/lib/db/database";
import { reconcileJob } from "@/lib/enrolment/reconcile";
import { enqueueAll } from "@/lib/jobs/enqueue";
import type { TestEvent } from "@/test/fixtures";

/** Jobs of one statement. */
const BATCH = 500;

/** People who have their place and wait for the webinar's registration, with the jobs that make it. */
export async function insertWaiting(
  event: TestEvent,
  actsAs: string,
  count: number,
): Promise<void> {
  const { rows } = await sql<{ id: string }>`
    with people as (
      insert into registrations (event_id, first_name, last_name, email, email_normalized, place,
        locale)
      select ${event.id}::uuid, 'Amara', 'Diallo', address, address, 'taken', 'en'
      from (select gen_random_uuid() || '@example.org' as address
        from generate_series(1, ${count}::integer)) addresses
      returning id
    )
    insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id,
      wanted, state)
    select id, 1, 'webinar', ${event.meetingId}::uuid, gen_random_uuid()::text, 'enrolled', 'none'
    from people returning registration_id as id`.execute(db());
  for (let from = 0; from < rows.length; from += BATCH) {
    const jobs = rows
      .slice(from, from + BATCH)
      .map(({ id }) => reconcileJob(id, { id: event.id, registrar: "webinar", actsAs }));
    await withTx((tx) => enqueueAll(tx, jobs));
  }
}

/** How many of these events' people are registered at Microsoft, their link stored. */
export async function countRegistered(events: string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count
    from enrolments join registrations on registrations.id = registration_id
    where event_id = any(${events}::uuid[]) and state = 'enrolled'`.execute(db());
  return rows[0]?.count ?? 0;
}
