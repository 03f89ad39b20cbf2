import { type Kysely, sql } from "kysely";

const statements = [
  // An attendee's own token, from their sign-in until the one call that it was given for.
  `create table attendee_tokens (
    handoff_hash text primary key,
    registration_id uuid unique references registrations (id) on delete cascade,
    token_sealed text not null,
    expires_at timestamptz not null
  )`,
  `alter table enrolments add column tried_as_attendee boolean not null default false`,
  `create index enrolments_tried_as_attendee on enrolments (registration_id)
    where tried_as_attendee`,
];

/** Members of an organization register themselves, where the operator chose so. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
