import { type Kysely, sql } from "kysely";

const statements = [
  `alter table events
    add column meeting_changes text not null default 'ask'
      check (meeting_changes in ('ask', 'follow'))`,
  // What happened because the meeting did it, and not because somebody saved the editor.
  `alter table event_changes add column followed boolean not null default false`,
  `create table followed_meetings (
    event_id uuid primary key references events on delete cascade,
    entry_id text,
    subject text,
    starts_at timestamptz,
    ends_at timestamptz,
    zone text,
    new_subject text,
    new_starts_at timestamptz,
    new_ends_at timestamptz,
    new_zone text,
    version integer not null default 0,
    lost text check (lost in ('cancelled', 'deleted')),
    lost_at timestamptz,
    dismissed boolean not null default false,
    closed_by_loss boolean not null default false,
    trouble text,
    looked_at timestamptz,
    next_look_at timestamptz
  )`,
  `create index followed_meetings_due on followed_meetings (next_look_at)
    where next_look_at is not null`,
  // Published before anybody looked: the first look says what the meeting is.
  `insert into followed_meetings (event_id, next_look_at)
    select id, now() + random() * interval '10 minutes' from events where state in ('open', 'closed')`,
  `create table subscriptions (
    id uuid primary key default gen_random_uuid(),
    person_id uuid not null references persons on delete cascade,
    webinar_id text,
    graph_id text,
    acts_with text check (acts_with in ('organizer', 'application')),
    secret_hash text,
    address text,
    ends_at timestamptz,
    keep_at timestamptz not null default now()
  )`,
  `create unique index subscriptions_resource on subscriptions (person_id, coalesce(webinar_id, ''))`,
  `create unique index subscriptions_graph on subscriptions (graph_id) where graph_id is not null`,
  `create index subscriptions_keep on subscriptions (keep_at)`,
];

/** Meetings that are followed: what each was when last seen, and Microsoft's notifications of changes. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
