import { type Kysely, sql } from "kysely";

const statements = [
  // Null: the mail server sends. Counts only while the event acts as that very person.
  `alter table events add column mails_from uuid references persons on delete set null`,
  // Whose mailbox sent it; null: the mail server did.
  `alter table mails add column sent_from uuid references persons on delete set null`,
  `create index mails_sent_from on mails (sent_from, sent_at) where sent_from is not null`,
  // A mailbox that refused: until it is looked at again, the mail server sends in its place.
  `create table mailbox_troubles (
    person_id uuid primary key references persons on delete cascade,
    trouble text not null,
    since timestamptz not null default now(),
    look_again_at timestamptz not null,
    request_id text
  )`,
];

/** An event's mails may go from its organizer's own mailbox. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
