import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";

/** Where somebody stands in the line, from 1; null for who waits in none. */
export async function linePosition(tx: Db | Tx, registrationId: string): Promise<number | null> {
  const { rows } = await sql<{ position: number }>`
    select 1 + (select count(*) from registrations ahead
      where ahead.event_id = me.event_id and ahead.place = 'waitlisted' and not ahead.unconfirmed
        and ahead.line < me.line)::int as position
    from registrations me
    where me.id = ${registrationId}::uuid and me.place = 'waitlisted'`.execute(tx);
  return rows[0]?.position ?? null;
}
