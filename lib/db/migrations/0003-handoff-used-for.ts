import { type Kysely, sql } from "kysely";

/** A second click with the same hand-off is answered like the first: for the same address. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw(`alter table handoffs add column used_for text`).execute(db);
}
