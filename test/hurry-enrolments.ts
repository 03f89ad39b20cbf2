import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { handlers } from "@/lib/worker";

/** Enrolments' time has come: back-offs and turns are over, without waiting for them. */
export async function hurryEnrolments(times = 1): Promise<void> {
  for (let n = 0; n < times; n += 1) {
    await sql`update lanes set next_at = now() - interval '1 minute'`.execute(db());
    await sql`update jobs set run_at = now() - interval '1 minute'
      where state = 'ready' and name = 'enrolment.reconcile'`.execute(db());
    await createWorker({ handlers: [...handlers] }).runDue();
  }
}
