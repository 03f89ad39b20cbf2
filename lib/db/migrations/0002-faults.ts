import { type Kysely, sql } from "kysely";

const statements = [
  // Somebody deleted the meeting's registration at Microsoft: links stored before are dead.
  `alter table meetings add column registration_gone_at timestamptz`,
  // Which registration of the meeting it is; a 404 that an older one gave says nothing of it.
  `alter table meetings add column registration_number integer not null default 1`,
  // Why the registration of a cancelled event could not be ended, and Microsoft's request id.
  `alter table meetings add column close_reason text`,
  `alter table meetings add column close_request_id text`,
];

/** What Microsoft did to a meeting behind Usher's back. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
