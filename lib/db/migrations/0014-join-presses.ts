import { type Kysely, sql } from "kysely";

const statements = [
  `alter table events add column link_opens_minutes integer default 60
    check (link_opens_minutes >= 0)`,
  // Links that people have already go on opening as they did.
  `update events set link_opens_minutes = null where state <> 'draft'`,
  `alter table registrations
    add column join_presses integer not null default 0,
    add column first_pressed_at timestamptz,
    add column last_pressed_at timestamptz`,
  // What a replaced link was, so that it says so to whoever still opens it.
  `create table ended_links (
    hash text primary key,
    registration_id uuid not null references registrations on delete cascade,
    ended_at timestamptz not null default now()
  )`,
  `create index ended_links_registration on ended_links (registration_id)`,
];

/** Personal links open at a time, count who pressed, and are replaced. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
