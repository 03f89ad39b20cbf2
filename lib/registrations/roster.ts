import { type Expression, type SqlBool, sql } from "kysely";
import { db } from "@/lib/db/database";
import type { EnrolmentState, MailState, Place } from "@/lib/db/schema";
import { deadLink } from "@/lib/enrolment/dead-link";
import { pausedLaneOf } from "@/lib/enrolment/paused-lane";
import { MAIL_LANE } from "@/lib/mail/lane";
import type { EventAccess } from "@/lib/session/access";

export const ROSTER_VIEWS = ["all", "taken", "waiting", "trouble", "withdrawn"] as const;
export type RosterView = (typeof ROSTER_VIEWS)[number];

export interface RosterRow {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  place: Place;
  link: "none" | "waiting" | "ready" | "failed" | "removing" | "removed";
  /** Key of the catalog `reasons.enrolment`. */
  linkReason: string | null;
  mail: "none" | "queued" | "sent" | "failed";
  /** Key of the catalog `reasons.mail`, or the server's SMTP code. */
  mailReason: string | null;
  signedUpAt: string;
  withdrawnAt: string | null;
  /** Microsoft's id of the request that failed last, for its support. */
  requestId: string | null;
}

export interface Roster {
  counts: Record<RosterView, number>;
  /** Rows that match view and search. */
  total: number;
  rows: RosterRow[];
  /** Cursor of the next page, null on the last. */
  next: string | null;
}

export interface RosterQuestion {
  query: string;
  view: RosterView;
  cursor: string | null;
  /** Rows a page, 1 to 200. */
  limit: number;
}

const TROUBLE = sql<SqlBool>`(roster.enrolment_state = 'failed' or roster.mail_state = 'failed')`;
const WAITING = sql<SqlBool>`(roster.place = 'taken' and roster.enrolment_state in ('none', 'pending'))`;

const CONDITIONS: Record<RosterView, Expression<SqlBool>> = {
  all: sql<SqlBool>`true`,
  taken: sql<SqlBool>`roster.place = 'taken'`,
  waiting: WAITING,
  trouble: TROUBLE,
  withdrawn: sql<SqlBool>`roster.place = 'withdrawn'`,
};

/** One page of an event's registrations, newest first, with the counts of every view. */
export async function readRoster(access: EventAccess, question: RosterQuestion): Promise<Roster> {
  const searched = rosterOf(access.eventId, question.query);
  const [tallies, counts, rows] = await Promise.all([
    count(rosterOf(access.eventId, "")),
    question.query.trim() ? count(searched) : null,
    page(searched, question),
  ]);
  const more = rows.length > question.limit;
  const shown = more ? rows.slice(0, question.limit) : rows;
  const last = shown.at(-1);
  return {
    counts: tallies,
    total: (counts ?? tallies)[question.view],
    rows: shown.map(rosterRow),
    next: more && last ? `${last.created_key}_${last.id}` : null,
  };
}

export interface RosterEntry {
  at: string;
  kind: "signed-up" | "link-ready" | "link-trouble" | "mail-sent" | "mail-failed" | "withdrawn";
  /** A mail's kind, a reason's key, or who withdrew. */
  detail: string | null;
}

/** One person of the roster with what happened so far, newest first; null when not of this event. */
export async function readRosterPerson(
  access: EventAccess,
  registrationId: string,
): Promise<(RosterRow & { locale: string; history: RosterEntry[] }) | null> {
  const { rows } = await sql<RosterRecord & { locale: string; withdrawn_by: string | null }>`
    select roster.* from (${rosterOf(access.eventId, "")}) roster where roster.id = ${registrationId}
  `.execute(db());
  const row = rows[0];
  if (!row) return null;
  const mails = await db()
    .selectFrom("mails")
    .select(["kind", "state", "reason", "created_at as createdAt", "sent_at as sentAt"])
    .where("registration_id", "=", registrationId)
    .execute();
  const history: RosterEntry[] = [{ at: iso(row.created_at), kind: "signed-up", detail: null }];
  if (row.enrolled_at) history.push({ at: iso(row.enrolled_at), kind: "link-ready", detail: null });
  if (row.reason_at)
    history.push({ at: iso(row.reason_at), kind: "link-trouble", detail: row.enrolment_reason });
  for (const mail of mails) {
    if (mail.sentAt) history.push({ at: iso(mail.sentAt), kind: "mail-sent", detail: mail.kind });
    else if (mail.state === "failed")
      history.push({ at: iso(mail.createdAt), kind: "mail-failed", detail: mail.kind });
  }
  if (row.withdrawn_at)
    history.push({ at: iso(row.withdrawn_at), kind: "withdrawn", detail: row.withdrawn_by });
  history.sort((a, b) => b.at.localeCompare(a.at));
  return { ...rosterRow(row), locale: row.locale, history };
}

interface RosterRecord {
  id: string;
  first_name: string;
  last_name: string;
  email: string;
  place: Place;
  created_at: Date;
  /** Microseconds since 1970: a cursor must not lose what a Date cuts off. */
  created_key: string;
  withdrawn_at: Date | null;
  enrolment_state: EnrolmentState | null;
  enrolment_reason: string | null;
  reason_at: Date | null;
  enrolled_at: Date | null;
  request_id: string | null;
  mail_state: MailState | null;
  mail_reason: string | null;
}

type RosterSql = ReturnType<typeof rosterOf>;

/** Every registration of the event with its newest enrolment and its newest mail. */
function rosterOf(eventId: string, query: string) {
  // Names are kept as NFC; and PostgreSQL's text knows no NUL, so nothing can hold one.
  const text = query.replaceAll("\0", "").normalize("NFC").trim().toLowerCase().slice(0, 200);
  const like = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const matches = text
    ? sql<SqlBool>`(lower(r.first_name || ' ' || r.last_name) like ${like} or r.email_normalized like ${like}
        or lower(r.email) like ${like})`
    : sql<SqlBool>`true`;
  return sql<RosterRecord>`
    select r.id, r.first_name, r.last_name, r.email, r.place, r.created_at, r.withdrawn_at,
      r.withdrawn_by, r.locale,
      (extract(epoch from r.created_at) * 1000000)::bigint::text as created_key,
      case when ${deadLink} then 'failed' else e.state end as enrolment_state,
      case when ${deadLink} then 'registration-gone'
        when e.state in ('none', 'pending', 'withdrawing') then coalesce(e.reason, lanes.reason)
        else e.reason end as enrolment_reason,
      e.reason_at, e.enrolled_at, e.request_id, mail.state as mail_state,
      case when mail.state in ('waiting', 'sending') then coalesce(mail.reason, post.reason)
        else mail.reason end as mail_reason
    from registrations r
    left join lateral (
      select * from enrolments where registration_id = r.id order by generation desc limit 1
    ) e on true
    join events on events.id = r.event_id
    left join meetings m on m.id = e.meeting_id
    left join lanes on ${pausedLaneOf}
    left join lanes post on post.lane = ${MAIL_LANE} and post.paused_until > now()
    left join lateral (
      select state, reason from mails where registration_id = r.id order by created_at desc, id limit 1
    ) mail on true
    where r.event_id = ${eventId} and ${matches}`;
}

async function count(roster: RosterSql): Promise<Record<RosterView, number>> {
  const { rows } = await sql<Record<RosterView, number>>`
    select count(*)::int as "all",
      (count(*) filter (where ${CONDITIONS.taken}))::int as taken,
      (count(*) filter (where ${CONDITIONS.waiting}))::int as waiting,
      (count(*) filter (where ${CONDITIONS.trouble}))::int as trouble,
      (count(*) filter (where ${CONDITIONS.withdrawn}))::int as withdrawn
    from (${roster}) roster`.execute(db());
  return rows[0] ?? { all: 0, taken: 0, waiting: 0, trouble: 0, withdrawn: 0 };
}

/** Microseconds and a UUID; what only looks like it would be an error of the database. */
const CURSOR = /^(\d{1,18})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

async function page(roster: RosterSql, { view, cursor, limit }: RosterQuestion) {
  const [key, id] = CURSOR.exec(cursor ?? "")?.slice(1) ?? [];
  const after =
    key && id
      ? sql<SqlBool>`(roster.created_key::bigint, roster.id) < (${key}::bigint, ${id}::uuid)`
      : sql<SqlBool>`true`;
  const { rows } = await sql<RosterRecord>`
    select roster.* from (${roster}) roster
    where ${CONDITIONS[view]} and ${after}
    order by roster.created_at desc, roster.id desc
    limit ${limit + 1}`.execute(db());
  return rows;
}

function rosterRow(row: RosterRecord): RosterRow {
  return {
    id: row.id,
    firstName: row.first_name,
    lastName: row.last_name,
    email: row.email,
    place: row.place,
    link: linkOf(row.enrolment_state),
    linkReason: row.enrolment_reason,
    mail: mailOf(row.mail_state),
    mailReason: row.mail_reason,
    signedUpAt: iso(row.created_at),
    withdrawnAt: row.withdrawn_at ? iso(row.withdrawn_at) : null,
    requestId: row.request_id,
  };
}

function linkOf(state: EnrolmentState | null): RosterRow["link"] {
  switch (state) {
    case "none":
    case "pending":
      return "waiting";
    case "enrolled":
      return "ready";
    case "failed":
      return "failed";
    case "withdrawing":
      return "removing";
    case "withdrawn":
      return "removed";
    default:
      return "none";
  }
}

function mailOf(state: MailState | null): RosterRow["mail"] {
  if (state === null) return "none";
  return state === "sent" || state === "failed" ? state : "queued";
}

const iso = (date: Date) => date.toISOString();
