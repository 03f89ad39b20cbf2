import { type Expression, type SqlBool, sql } from "kysely";
import { db } from "@/lib/db/database";
import type { EnrolmentState, MailState, Place, RegistrarName, Source } from "@/lib/db/schema";
import { currentFirst } from "@/lib/enrolment/current";
import { deadLink } from "@/lib/enrolment/dead-link";
import { pausedLaneOf } from "@/lib/enrolment/paused-lane";
import type { Answers } from "@/lib/form/answers";
import type { Answered } from "@/lib/form/revise";
import { isForGood } from "@/lib/mail/bounces/bounce";
import { pausedMailLane } from "@/lib/messages/mail-route";
import type { EventAccess } from "@/lib/session/access";
import { readChosen } from "./choose-dates";
import { linePosition } from "./line-position";

export const ROSTER_VIEWS = [
  "all",
  "taken",
  /** Has a place and waits for the link. */
  "waiting",
  /** The organizer decides. */
  "requests",
  /** In the line, in its order, with those who have an offer. */
  "waitlist",
  /** The address is still to be confirmed. */
  "unconfirmed",
  "trouble",
  "withdrawn",
] as const;
export type RosterView = (typeof ROSTER_VIEWS)[number];

export interface RosterRow {
  id: string;
  firstName: string;
  lastName: string;
  email: string;
  place: Place;
  /** The address is still to be confirmed. */
  unconfirmed: boolean;
  /** When a hold or an offer runs out. */
  lapsesAt: string | null;
  link: "none" | "waiting" | "ready" | "failed" | "removing" | "removed";
  /** Key of the catalog `reasons.enrolment`; beside a link that works, why it was not replaced or another not ended. */
  linkReason: string | null;
  mail: "none" | "queued" | "sent" | "failed" | "bounced";
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
  /** Only those who come to this date, where people choose. */
  date?: string | null;
  cursor: string | null;
  /** Rows a page, 1 to 200. */
  limit: number;
}

/** Given up may be another enrolment than the one that counts: a move was refused, an end was. */
const TROUBLE = sql<SqlBool>`(roster.enrolment_state = 'failed' or roster.given_up
  or roster.mail_state in ('failed', 'bounced'))`;
const WAITING = sql<SqlBool>`(roster.place = 'taken' and roster.enrolment_state in ('none', 'pending'))`;

const CONDITIONS: Record<RosterView, Expression<SqlBool>> = {
  all: sql<SqlBool>`true`,
  taken: sql<SqlBool>`roster.place = 'taken'`,
  waiting: WAITING,
  requests: sql<SqlBool>`(roster.place = 'awaiting_approval' and not roster.unconfirmed)`,
  waitlist: sql<SqlBool>`(roster.place in ('waitlisted', 'offered') and not roster.unconfirmed)`,
  unconfirmed: sql<SqlBool>`(roster.unconfirmed
    and roster.place in ('held', 'waitlisted', 'awaiting_approval'))`,
  trouble: TROUBLE,
  withdrawn: sql<SqlBool>`roster.place = 'withdrawn'`,
};

/**
 * What a view is ordered by, with which a cursor goes on: the line has its own order, all others
 * begin with the newest (in microseconds since 1970, since a cursor must not lose what a Date cuts off).
 */
function orderOf(view: RosterView) {
  return view === "waitlist"
    ? { by: sql`roster.line`, key: sql`roster.line`, direction: sql`asc`, after: sql`>` }
    : {
        by: sql`roster.created_at`,
        key: sql`roster.created_key`,
        direction: sql`desc`,
        after: sql`<`,
      };
}

/** SQL: the registration of the row (`r`) has chosen the date; null: whatever was chosen. */
function comesTo(date: string | null) {
  return date === null
    ? sql<SqlBool>`true`
    : sql<SqlBool>`exists (select from registration_dates chosen where chosen.registration_id = r.id
        and chosen.date_id = ${date}::uuid and chosen.given_up_at is null)`;
}

/** One page of an event's registrations, newest first, with the counts of every view. */
export async function readRoster(access: EventAccess, question: RosterQuestion): Promise<Roster> {
  const on = comesTo(question.date ?? null);
  const searched = rosterOf(access.eventId, question.query, on);
  const [tallies, counts, rows] = await Promise.all([
    count(rosterOf(access.eventId, "", on)),
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
    next:
      more && last
        ? `${question.view === "waitlist" ? last.line : last.created_key}_${last.id}`
        : null,
  };
}

export interface RosterEntry {
  at: string;
  kind:
    | "signed-up"
    | "changed"
    | "link-ready"
    | "link-trouble"
    | "mail-waiting"
    | "mail-sent"
    | "mail-failed"
    | "mail-bounced"
    | "mail-delayed"
    | "withdrawn";
  /** A mail's kind, a reason's key, or who withdrew. */
  detail: string | null;
  /** What they changed: `firstName`, `lastName`, ids of questions. */
  changed?: string[];
  /** Of a mail that didn't arrive: key of the catalog `reasons.mail`, or the server's SMTP code. */
  reason?: string | null;
}

/** How often somebody pressed the button of a personal link, and when first and last. */
export interface Presses {
  count: number;
  first: string | null;
  last: string | null;
}

/** Of a mail that came back. */
export interface BounceNote {
  /** It would come back again, unless the address or the other side's rules change. */
  forGood: boolean;
  /** What the other side said, or the status code that it gave. */
  said: string | null;
}

export interface RosterPerson extends RosterRow {
  /** Null unless the newest mail came back. */
  bounce: BounceNote | null;
  /** Null where the link isn't one of ours. */
  presses: Presses | null;
  locale: string;
  /** Where they stand in the line, from 1. */
  linePosition: number | null;
  /** What the organizer wrote when they were declined. */
  declinedWords: string | null;
  /** What the address that led to the form said of itself, `utm_*` and `ref`. */
  source: Source | null;
  /** Ids of the dates that they chose, where people choose. */
  dates: string[];
  history: RosterEntry[];
}

/** One person of the roster with what happened so far, newest first; null when not of this event. */
export async function readRosterPerson(
  access: EventAccess,
  registrationId: string,
): Promise<RosterPerson | null> {
  const { rows } = await sql<RosterRecord & { locale: string; withdrawn_by: string | null }>`
    select roster.* from (${rosterOf(access.eventId, "")}) roster where roster.id = ${registrationId}
  `.execute(db());
  const row = rows[0];
  if (!row) return null;
  const [dates, mails, changes] = await Promise.all([
    readChosen(db(), registrationId),
    db()
      .selectFrom("mails")
      .leftJoin("lanes as post", (join) => join.on(pausedMailLane(access.eventId)))
      .select([
        "mails.kind",
        "mails.state",
        "mails.reason",
        "post.reason as laneReason",
        "mails.created_at as createdAt",
        "mails.sent_at as sentAt",
        "mails.bounced_at as bouncedAt",
      ])
      .where("registration_id", "=", registrationId)
      .execute(),
    db()
      .selectFrom("registration_changes")
      .select(["changed", "made_at as madeAt"])
      .where("registration_id", "=", registrationId)
      .execute(),
  ]);
  const history: RosterEntry[] = [{ at: iso(row.created_at), kind: "signed-up", detail: null }];
  if (row.enrolled_at) history.push({ at: iso(row.enrolled_at), kind: "link-ready", detail: null });
  if (row.reason_at)
    history.push({ at: iso(row.reason_at), kind: "link-trouble", detail: row.enrolment_reason });
  for (const mail of mails) {
    const { kind: detail, reason } = mail;
    const at = iso(mail.createdAt);
    if (mail.sentAt) history.push({ at: iso(mail.sentAt), kind: "mail-sent", detail });
    else if (mail.state === "failed") history.push({ at, kind: "mail-failed", detail, reason });
    else if (mail.state !== "bounced")
      history.push({ at, kind: "mail-waiting", detail, reason: reason ?? mail.laneReason });
    if (mail.bouncedAt) {
      const [kind, why] =
        mail.state === "bounced"
          ? (["mail-bounced", reason] as const)
          : (["mail-delayed", "delayed"] as const);
      history.push({ at: iso(mail.bouncedAt), kind, detail, reason: why });
    }
  }
  for (const { changed, madeAt } of changes)
    history.push({ at: iso(madeAt), kind: "changed", detail: null, changed });
  if (row.withdrawn_at)
    history.push({ at: iso(row.withdrawn_at), kind: "withdrawn", detail: row.withdrawn_by });
  // What belongs to one instant follows from what was noted before it.
  history.reverse().sort((a, b) => b.at.localeCompare(a.at));
  return {
    ...rosterRow(row),
    bounce: row.mail_state === "bounced" ? bounceNote(row) : null,
    presses: row.registrar === "direct" ? pressesOf(row) : null,
    locale: row.locale,
    linePosition: row.unconfirmed ? null : await linePosition(db(), registrationId),
    declinedWords: row.declined_words,
    source: row.source,
    dates,
    history,
  };
}

/** A row with all that a file about everybody says. */
export interface WholeRow extends RosterRow {
  presses: Presses;
  locale: string;
  source: Source | null;
  answered: Answered;
  /** Ids of the dates that they chose, where people choose. */
  dates: string[];
}

/**
 * Everybody of a view, newest first, some at a time, each with their answers. Where the last ones
 * ended is said in the index's own terms, so that the hundred-thousandth row costs what the first does.
 */
export async function* readWholeRoster(
  access: EventAccess,
  {
    query,
    view,
    date = null,
    turn,
  }: { query: string; view: RosterView; date?: string | null; turn: number },
): AsyncGenerator<WholeRow[]> {
  let after = sql<SqlBool>`true`;
  while (true) {
    const { rows } = await sql<WholeRecord>`
      select roster.*, whole.answers, whole.answered_in, whole.form_version,
        whole.created_at::text as exact,
        array(select chosen.date_id::text from registration_dates chosen
          where chosen.registration_id = roster.id and chosen.given_up_at is null) as dates
      from (${rosterOf(access.eventId, query, sql<SqlBool>`${comesTo(date)} and ${after}`)}) roster
      join registrations whole on whole.id = roster.id
      where ${CONDITIONS[view]}
      order by roster.created_at desc, roster.id
      limit ${turn}`.execute(db());
    if (rows.length > 0) yield rows.map(wholeRow);
    const last = rows.at(-1);
    if (!last || rows.length < turn) return;
    const at = sql`${last.exact}::timestamptz`;
    after = sql<SqlBool>`(r.created_at <= ${at} and (r.created_at < ${at} or r.id > ${last.id}::uuid))`;
  }
}

interface RosterRecord {
  id: string;
  first_name: string;
  last_name: string;
  email: string;
  place: Place;
  created_at: Date;
  created_key: string;
  line: string;
  unconfirmed: boolean;
  lapses_at: Date | null;
  declined_words: string | null;
  source: Source | null;
  withdrawn_at: Date | null;
  enrolment_state: EnrolmentState | null;
  enrolment_reason: string | null;
  reason_at: Date | null;
  enrolled_at: Date | null;
  request_id: string | null;
  registrar: RegistrarName | null;
  join_presses: number;
  first_pressed_at: Date | null;
  last_pressed_at: Date | null;
  mail_state: MailState | null;
  mail_reason: string | null;
  bounce_status: string | null;
  bounce_said: string | null;
}

interface WholeRecord extends RosterRecord {
  locale: string;
  answers: Answers;
  answered_in: Record<string, number>;
  form_version: number | null;
  dates: string[];
  /** In microseconds, which a Date cuts off. */
  exact: string;
}

type RosterSql = ReturnType<typeof rosterOf>;

/** Every registration of the event with its newest enrolment and its newest mail. */
function rosterOf(eventId: string, query: string, after = sql<SqlBool>`true`) {
  // Names are kept as NFC; and PostgreSQL's text knows no NUL, so nothing can hold one.
  const text = query.replaceAll("\0", "").normalize("NFC").trim().toLowerCase().slice(0, 200);
  const like = `%${text.replace(/[\\%_]/g, "\\$&")}%`;
  const matches = text
    ? sql<SqlBool>`(lower(r.first_name || ' ' || r.last_name) like ${like} or r.email_normalized like ${like}
        or lower(r.email) like ${like})`
    : sql<SqlBool>`true`;
  return sql<RosterRecord>`
    select r.id, r.first_name, r.last_name, r.email, r.place, r.created_at, r.withdrawn_at,
      r.withdrawn_by, r.locale, r.line, r.unconfirmed, r.lapses_at, r.declined_words, r.source,
      r.join_presses, r.first_pressed_at, r.last_pressed_at, e.registrar,
      (extract(epoch from r.created_at) * 1000000)::bigint as created_key,
      case when ${deadLink} then 'failed' else e.state end as enrolment_state,
      e.given_up,
      case when ${deadLink} then 'registration-gone'
        when e.given_up and e.state <> 'failed' then e.given_up_reason
        when e.state in ('none', 'pending', 'withdrawing') then coalesce(e.reason, lanes.reason)
        else e.reason end as enrolment_reason,
      e.reason_at, e.enrolled_at, e.request_id, mail.state as mail_state,
      case when mail.state in ('waiting', 'sending') then coalesce(mail.reason, post.reason)
        else mail.reason end as mail_reason, mail.bounce_status, mail.bounce_said
    from registrations r
    left join lateral (
      select e.*, bool_or(e.state = 'failed') over () as given_up,
        max(e.reason) filter (where e.state = 'failed') over () as given_up_reason
      from enrolments e where e.registration_id = r.id order by ${currentFirst} limit 1
    ) e on true
    join events on events.id = r.event_id
    left join meetings m on m.id = e.meeting_id
    left join lanes on ${pausedLaneOf}
    left join lanes post on ${pausedMailLane(eventId)}
    left join lateral (
      select state, reason, bounce_status, bounce_said from mails where registration_id = r.id order by created_at desc, id limit 1
    ) mail on true
    where r.event_id = ${eventId} and ${matches} and ${after}`;
}

async function count(roster: RosterSql): Promise<Record<RosterView, number>> {
  const counts = ROSTER_VIEWS.map(
    (view) => sql`(count(*) filter (where ${CONDITIONS[view]}))::int as ${sql.id(view)}`,
  );
  const { rows } = await sql<Record<RosterView, number>>`
    select ${sql.join(counts)} from (${roster}) roster`.execute(db());
  if (!rows[0]) throw new Error("A count has no row.");
  return rows[0];
}

/** A place in the order and a UUID; what only looks like it would be an error of the database. */
const CURSOR = /^(-?\d{1,18})_([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})$/;

async function page(roster: RosterSql, { view, cursor, limit }: RosterQuestion) {
  const [key, id] = CURSOR.exec(cursor ?? "")?.slice(1) ?? [];
  const order = orderOf(view);
  const after =
    key && id
      ? sql<SqlBool>`(${order.key}, roster.id) ${order.after} (${key}::bigint, ${id}::uuid)`
      : sql<SqlBool>`true`;
  const { rows } = await sql<RosterRecord>`
    select roster.* from (${roster}) roster
    where ${CONDITIONS[view]} and ${after}
    order by ${order.by} ${order.direction}, roster.id ${order.direction}
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
    unconfirmed: row.unconfirmed,
    lapsesAt: row.lapses_at ? iso(row.lapses_at) : null,
    link: linkOf(row.enrolment_state),
    linkReason: row.enrolment_reason,
    mail: mailOf(row.mail_state),
    mailReason: row.mail_reason,
    signedUpAt: iso(row.created_at),
    withdrawnAt: row.withdrawn_at ? iso(row.withdrawn_at) : null,
    requestId: row.request_id,
  };
}

function pressesOf(row: RosterRecord): Presses {
  return {
    count: row.join_presses,
    first: row.first_pressed_at ? iso(row.first_pressed_at) : null,
    last: row.last_pressed_at ? iso(row.last_pressed_at) : null,
  };
}

function wholeRow(row: WholeRecord): WholeRow {
  const { answers, answered_in: answeredIn, form_version: formVersion } = row;
  return {
    ...rosterRow(row),
    presses: pressesOf(row),
    locale: row.locale,
    source: row.source,
    dates: row.dates,
    answered: { answers, answeredIn, formVersion },
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

function bounceNote(row: RosterRecord): BounceNote {
  return {
    forGood: isForGood(row.bounce_status, row.mail_reason),
    said: row.bounce_said ?? row.bounce_status,
  };
}

function mailOf(state: MailState | null): RosterRow["mail"] {
  if (state === null) return "none";
  return state === "waiting" || state === "sending" ? "queued" : state;
}

const iso = (date: Date) => date.toISOString();
