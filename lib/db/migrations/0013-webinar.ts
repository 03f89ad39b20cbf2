import { type Kysely, sql } from "kysely";

const statements = [
  `alter table events drop constraint events_registrar_check,
    add constraint events_registrar_check check (registrar in ('external', 'webinar', 'direct'))`,
  // What Microsoft says of a webinar's registrations: its id, when it took it, and how it stands.
  `alter table enrolments drop constraint enrolments_registrar_check,
    add constraint enrolments_registrar_check
      check (registrar in ('external', 'webinar', 'direct')),
    add column remote_id text,
    add column remote_status text
      check (remote_status in ('registered', 'waitlisted', 'pendingApproval')),
    add column accepted_at timestamptz,
    add column link_by_mail boolean not null default false`,
  `alter table meetings
    add column kind text not null default 'meeting' check (kind in ('meeting', 'webinar')),
    add column registrars jsonb`,
  // Who shares a lane take turns in it, whoever came first with many.
  `alter table jobs
    add column share text,
    add column share_order integer not null default 0`,
  `drop index jobs_due`,
  `create index jobs_due on jobs (lane, share_order, run_at, id) where state = 'ready'`,
  `create index jobs_share on jobs (share, share_order)
    where state = 'ready' and share is not null`,
];

/** The registrar `webinar`, and a lane that several share. */
export async function up(db: Kysely<unknown>): Promise<void> {
  for (const statement of statements) await sql.raw(statement).execute(db);
}
