import { type Kysely, sql } from "kysely";
import { MAIL_KINDS } from "@/lib/db/schema";

const statements = [
  // Whether everybody comes to all dates of an event, or to those they chose, each with its places.
  "alter table events add column chooses_dates boolean not null default false",
  `alter table event_dates
    add column capacity integer check (capacity > 0),
    add column cancelled_at timestamptz`,
  // What somebody chose. Given up or not, it stays: their calendar entry has to be taken out.
  `create table registration_dates (
    registration_id uuid not null references registrations on delete cascade,
    date_id uuid not null references event_dates on delete cascade,
    chosen_at timestamptz not null default now(),
    given_up_at timestamptz,
    times_chosen integer not null default 1,
    primary key (registration_id, date_id)
  )`,
  "create index registration_dates_chosen on registration_dates (date_id) where given_up_at is null",
  // The list as the code has it, since other migrations add kinds too.
  "alter table mails drop constraint if exists mails_kind_check",
  `alter table mails add constraint mails_kind_check
    check (kind in (${MAIL_KINDS.map((kind) => `'${kind}'`).join(", ")}))`,
];

/** Events of several dates, and what of them somebody chose. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
