import { type Kysely, sql } from "kysely";

const statements = [
  // Who made a page for their own people does not find it in a search engine: listed is chosen.
  `alter table events
    add column listed boolean not null default false,
    add column embed_origins jsonb not null default '[]'`,
  `alter table event_dates add column previous_starts_at timestamptz`,
  // utm_* and ref as the address that led here said them; null when it said none.
  `alter table registrations add column source jsonb`,
  `create table covers (
    event_id uuid primary key references events (id) on delete cascade,
    hash text not null unique,
    alt text not null,
    width integer not null,
    height integer not null,
    large bytea not null,
    small bytea not null,
    created_at timestamptz not null default now())`,
];

/** What a page has besides its text: a cover, who may embed it, whether it is listed. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
