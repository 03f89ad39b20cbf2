import { type Kysely, sql } from "kysely";

const statements = [
  // Null: the standard one.
  `create table mail_texts (
    event_id uuid not null references events on delete cascade,
    kind text not null,
    locale text not null,
    subject text,
    words text,
    saved_at timestamptz not null default now(),
    primary key (event_id, kind, locale),
    check (subject is not null or words is not null)
  )`,
  `alter table events add column mails_off text[] not null default '{}'`,
  `create table test_mails (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references events on delete cascade,
    person_id uuid not null references persons on delete cascade,
    kind text not null,
    locale text not null,
    state text not null default 'waiting' check (state in ('waiting', 'sent', 'failed')),
    reason text,
    created_at timestamptz not null default now(),
    sent_at timestamptz
  )`,
  `create index test_mails_person on test_mails (person_id, created_at)`,
];

/** An organizer's own words in an event's mails, which mails don't go out, and tests of them. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
