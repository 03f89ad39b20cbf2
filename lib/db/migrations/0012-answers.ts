import { type Kysely, sql } from "kysely";

const statements = [
  // Until when people may change what they answered, and what the organizer says about their data.
  `alter table events
    add column answers_until text not null default 'start'
      check (answers_until in ('start', 'time', 'never')),
    add column answers_until_at timestamptz,
    add column privacy_notice text not null default '',
    add constraint events_answers_until_time
      check ((answers_until = 'time') = (answers_until_at is not null))`,
  // By question, the version in whose words an answer stands, where it isn't form_version's.
  `alter table registrations add column answered_in jsonb not null default '{}'`,
  // What was changed and when; not what stood there before: that was taken back.
  `create table registration_changes (
    id uuid primary key default gen_random_uuid(),
    registration_id uuid not null references registrations on delete cascade,
    changed jsonb not null,
    made_at timestamptz not null default now()
  )`,
  `create index registration_changes_registration on registration_changes (registration_id)`,
  // Retention looks here each hour.
  `create index registrations_never_confirmed on registrations (created_at)
    where unconfirmed and place in ('expired', 'withdrawn')`,
];

/** Answers that people change themselves, and a privacy notice by event. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
