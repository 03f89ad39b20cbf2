import { type Kysely, sql } from "kysely";

const statements = [
  // What a webinar asks of whoever registers and how many it takes, as it was read last.
  `alter table meetings add column webinar_terms jsonb`,
  // The application's token did for this organizer what their own does, when that was tried last.
  `alter table connections add column application_acts boolean not null default false`,
];

/** What webinars ask and take, and whom the application may stand in for. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
