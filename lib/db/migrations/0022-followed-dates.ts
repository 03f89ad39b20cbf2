import { type Kysely, sql } from "kysely";

const statements = [
  // The series in the organizer's calendar that a page's dates come from.
  "alter table followed_meetings add column series_id text",
  `create table followed_dates (
    date_id uuid primary key references event_dates on delete cascade,
    entry_id text not null,
    starts_at timestamptz not null,
    ends_at timestamptz not null,
    zone text not null,
    new_starts_at timestamptz,
    new_ends_at timestamptz,
    new_zone text,
    lost text check (lost in ('cancelled', 'deleted')),
    dismissed boolean not null default false,
    followed_at timestamptz
  )`,
  // Pages of several dates were not looked at before: the first look says what each date is.
  `update followed_meetings set next_look_at = now() + random() * interval '10 minutes'
    from events
    where events.id = followed_meetings.event_id and events.state in ('open', 'closed')
      and (select count(*) from event_dates d where d.event_id = events.id) > 1`,
];

/** The dates of a series are followed, each by its occurrence in the calendar. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
