import { type Kysely, sql } from "kysely";

const statements = [
  "alter table mails drop constraint mails_state_check",
  `alter table mails add constraint mails_state_check
    check (state in ('waiting', 'sending', 'sent', 'failed', 'bounced'))`,
  // Of one that came back, or that is late: when that was told, and how the other side said it.
  `alter table mails
    add column bounced_at timestamptz,
    add column bounce_status text,
    add column bounce_said text`,
  `create table bounce_sources (
    name text primary key check (name in ('mailbox', 'provider')),
    heard_at timestamptz,
    trouble text,
    trouble_at timestamptz,
    mailbox text,
    uid_validity text,
    last_uid bigint
  )`,
];

/** Mails that come back after the mail server took them, and where Usher hears of it. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
