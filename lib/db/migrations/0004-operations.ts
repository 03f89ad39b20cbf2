import { type Kysely, sql } from "kysely";

const statements = [
  // Since when an enrolment is wanted as it is: how long it waits, and how long it took.
  `alter table enrolments add column wanted_at timestamptz not null default now()`,
  `update enrolments set wanted_at = registrations.created_at from registrations
    where registrations.id = enrolments.registration_id and enrolments.state in ('none', 'pending')`,
  // What an operator looks at is what is not settled, which is little beside all there is.
  `create index enrolments_unsettled on enrolments (state, wanted_at)
    where state in ('none', 'pending', 'withdrawing', 'failed')`,
  `create index mails_unsent on mails (state, created_at)
    where state in ('waiting', 'sending', 'failed')`,
  `create index meetings_gone on meetings (registration_gone_at)
    where registration_gone_at is not null`,
  // Whose request asked for it: its log lines carry the same id.
  `alter table jobs add column request_id text`,
];

/** What an operator watches: ages of what waits, and which request a job comes from. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
