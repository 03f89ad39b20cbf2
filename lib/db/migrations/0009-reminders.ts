import { type Kysely, sql } from "kysely";
import { MAIL_KINDS } from "@/lib/db/schema";

const statements = [
  `alter table events
    add column alarm_minutes integer default 15 check (alarm_minutes >= 0),
    add column reminders integer[] not null default '{}',
    add column follow_up_minutes integer check (follow_up_minutes > 0)`,
  // Whoever published without knowing of reminders sends none before they say so.
  `update events set reminders = '{1440,60}' where state = 'draft'`,
  `alter table events alter column reminders set default '{1440,60}'`,
  `alter table event_dates add column changed_at timestamptz not null default now()`,
  // Entries that are in calendars already count in threes (entry-sequence.ts): never less than that.
  `update event_dates set sequence = sequence * 2`,
  `alter table registrations add column links integer not null default 0`,
  `update registrations set links = 1 where exists (select from enrolments
    where enrolments.registration_id = registrations.id and enrolled_at is not null)`,
  `create table event_changes (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references events on delete cascade,
    title text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    zone text not null,
    made_at timestamptz not null default now()
  )`,
  `create index event_changes_event on event_changes (event_id, made_at)`,
  `alter table mails add column occasion text`,
  `create unique index mails_one_an_occasion on mails (registration_id, occasion)
    where occasion is not null`,
  // The list as the code has it, since other migrations add kinds too.
  `alter table mails drop constraint if exists mails_kind_check`,
  `alter table mails add constraint mails_kind_check
    check (kind in (${MAIL_KINDS.map((kind) => `'${kind}'`).join(", ")}))`,
];

/** Calendar entries that follow changes, reminders, follow-ups, and mails about a change. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
