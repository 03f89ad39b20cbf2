import { sql } from "kysely";
import { db } from "@/lib/db/database";

/**
 * Makes minutes pass while no process runs, in the database they share: what was leased to the dead
 * is free, pauses that Retry-After asked for are over, back-offs and the patience of confirmations
 * have ended. Nothing else is touched: not what is wanted, and not how often it was tried.
 */
export async function passTime(): Promise<void> {
  await db()
    .updateTable("jobs")
    .set({ lease_until: sql<Date>`now() - interval '1 second'` })
    .where("state", "=", "running")
    .execute();
  await db()
    .updateTable("jobs")
    .set({ run_at: sql<Date>`now()` })
    .where("state", "=", "ready")
    // Not those of the clock, which wait for their day.
    .where((eb) => eb.or([eb("name", "!=", "registrations.hand-on"), eb("attempts", ">", 0)]))
    .where((eb) =>
      eb.or([eb("name", "like", "enrolment.%"), eb("name", "like", "registrations.%")]),
    )
    .execute();
  await db()
    .updateTable("connections")
    .set({ refresh_until: sql<Date>`now() - interval '1 second'` })
    .where("refresh_lease", "is not", null)
    .execute();
  await db()
    .deleteFrom("lanes")
    .where("paused_until", "<", new Date("9000-01-01T00:00:00Z"))
    .execute();
}
