import { type Kysely, sql } from "kysely";
import { MAIL_KINDS } from "@/lib/db/schema";

const statements = [
  // From where an event's people are moved, and to where; one move at a time.
  `create table moves (
    id uuid primary key default gen_random_uuid(),
    event_id uuid not null references events on delete cascade,
    from_meeting_id uuid not null references meetings,
    from_registrar text not null check (from_registrar in ('external', 'webinar', 'direct')),
    to_meeting_id uuid not null references meetings,
    to_registrar text not null check (to_registrar in ('external', 'webinar', 'direct')),
    state text not null default 'moving' check (state in ('moving', 'stopped', 'done', 'left')),
    started_at timestamptz not null default now(),
    finished_at timestamptz
  )`,
  `create unique index moves_one_live on moves (event_id) where state in ('moving', 'stopped')`,
  `create index moves_event on moves (event_id, started_at)`,
  `create index moves_from on moves (from_meeting_id)`,
  `alter table enrolments add column move_id uuid references moves on delete set null`,
  `create index enrolments_move on enrolments (move_id) where move_id is not null`,
  // The list as the code has it, since other migrations add kinds too.
  `alter table mails drop constraint if exists mails_kind_check`,
  `alter table mails add constraint mails_kind_check
    check (kind in (${MAIL_KINDS.map((kind) => `'${kind}'`).join(", ")}))`,
];

/** Events that change their meeting or their registrar with everybody kept. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
