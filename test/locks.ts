import { sql } from "kysely";
import { db } from "@/lib/db/database";

/** Until this waits for another transaction's lock (PostgreSQL only), or is over. */
export async function untilWaits(done: Promise<unknown>): Promise<void> {
  let isDone = false;
  void done.finally(() => {
    isDone = true;
  });
  while (!isDone) {
    const { rows } = await sql<{ waits: boolean }>`select exists (select from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock') as waits`.execute(db());
    if (rows[0]?.waits) return;
  }
}
