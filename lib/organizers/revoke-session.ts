import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";

/** Ends a session at once, in every process. Ending one that is over already changes nothing. */
export async function revokeSession(db: Db | Tx, sessionId: string): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ revoked_at: sql<Date>`now()` })
    .where("id", "=", sessionId)
    .where("revoked_at", "is", null)
    .execute();
}

/** Ends every session of a person, on all their devices. */
export async function revokeSessionsOf(db: Db | Tx, personId: string): Promise<void> {
  await db
    .updateTable("sessions")
    .set({ revoked_at: sql<Date>`now()` })
    .where("person_id", "=", personId)
    .where("revoked_at", "is", null)
    .execute();
}
