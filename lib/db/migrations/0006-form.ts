import { type Kysely, sql } from "kysely";

const statements = [
  // What was answered stays beside the form that it answers, whatever becomes of the form.
  `create table forms (
    event_id uuid not null references events on delete cascade,
    version integer not null check (version > 0),
    definition jsonb not null,
    saved_at timestamptz not null default now(),
    primary key (event_id, version)
  )`,
  // Null: names and email only.
  `alter table events add column form_version integer`,
  `alter table registrations add column form_version integer`,
];

/** What an event asks, in versions. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
