import { type Kysely, sql } from "kysely";

/** A session remembers the role by which its person may see the whole installation's check. */
export async function up(db: Kysely<unknown>): Promise<void> {
  await sql.raw("alter table sessions add column administrator_role text").execute(db);
}
