import { sql } from "kysely";
import { db } from "@/lib/db/database";
import type {
  Audience,
  Delivery,
  EventState,
  MemberRole,
  RegistrarChoices,
  RegistrarName,
} from "@/lib/db/schema";
import { currentFirst } from "@/lib/enrolment/current";
import { deadLink } from "@/lib/enrolment/dead-link";
import { expectAllLinks } from "@/lib/enrolment/estimate";
import { enrolmentLane } from "@/lib/enrolment/lane";
import { readTerms, type ShownTerms } from "@/lib/enrolment/webinar-terms";
import { datesAsk } from "@/lib/meetings/followed-dates";
import { type MoveProgress, moveProgress } from "@/lib/moving/move-progress";
import { type ConnectionHealth, connectionHealth } from "@/lib/organizers/connection-health";
import type { EventAccess } from "@/lib/session/access";
import { isNextDate } from "./next-date";
import { hasRegistrations } from "./queries";

export interface EventCounts {
  taken: number;
  /** Have a place and wait for their link. */
  waiting: number;
  /** Have their link. */
  ready: number;
  /** Links that were given up until somebody presses Retry. */
  failed: number;
  /** People of whom an earlier link could not be ended at Microsoft. */
  unended: number;
  /** Links that stopped working because the meeting's registration was deleted at Microsoft. */
  dead: number;
  /** Held or offered: they count against the capacity and are nobody's yet. */
  held: number;
  offered: number;
  /** In the line, each with an address that is confirmed or needs no confirming. */
  waitlisted: number;
  awaitingApproval: number;
  /** Hold no place and have an address that is still to be confirmed. */
  unconfirmed: number;
  withdrawn: number;
  /** People to whom a mail was refused. */
  mailFailed: number;
  /** People whose mail came back after the mail server took it. */
  mailBounced: number;
  /** Sign-ups of the last 24 hours. */
  today: number;
}

export interface EventSummary {
  id: string;
  slug: string;
  title: string;
  hostName: string;
  state: EventState;
  role: MemberRole;
  accent: string;
  startsAt: string;
  endsAt: string;
  zone: string;
  opensAt: string | null;
  closesAt: string | null;
  capacity: number | null;
  /** Its meeting was lost, is back or changed at Microsoft, and the organizer has yet to say what to do. */
  meetingAsks: MeetingAsks | null;
  counts: EventCounts;
  /** Its people are on the way to another meeting or registrar, or were within the day. */
  move: MoveProgress | null;
  /** How many dates it has, of which `startsAt` is the next one; people may choose among them. */
  dates: number;
  choosesDates: boolean;
}

export type MeetingAsks = "lost" | "back" | "changed";

export interface EventDetail extends EventSummary {
  description: string;
  audience: Audience;
  /** Domains whose addresses are admitted; none: any. */
  emailDomains: string[];
  noThrowaway: boolean;
  invitedOnly: boolean;
  delivery: Delivery;
  registrar: RegistrarName;
  /** Which registrars the meeting can have; the value says why not (`reasons.registrar`). */
  registrars: RegistrarChoices;
  /** What the webinar asks and takes, as it was read last; null of a meeting, or where it isn't told. */
  webinar: ShownTerms | null;
  /** How places are given beyond first come, first served. */
  waitlist: boolean;
  offerMinutes: number;
  approval: boolean;
  confirmAddress: boolean;
  holdMinutes: number;
  /** Minutes before the start at which calendars ring; null: they don't. */
  alarmMinutes: number | null;
  /** Minutes before the start of each reminder by mail. */
  reminders: number[];
  /** Minutes after the end of the follow-up; null: none. */
  followUpMinutes: number | null;
  meetingSubject: string;
  /** What cannot change any more, and what the editor shows disabled with the sentence. */
  fixed: { audience: boolean; registrar: boolean; slug: boolean };
  organizer: { id: string; name: string };
  connection: ConnectionHealth;
  /** The organizer's lane is paused until then (ISO), with the reason's key; null while it runs. */
  paused: { until: string | null; reason: string } | null;
  /** By when the last link that waits is about to be there (ISO), where Microsoft's pace tells it. */
  linksBy: string | null;
  /** Somebody deleted the meeting's registration at Microsoft: remakeRegistration makes it again. */
  registrationGone: boolean;
  /**
   * Of a cancelled event: why its registration is still there at Microsoft (key of
   * `reasons.enrolment`), with Microsoft's request id; retryAll tries again.
   */
  leftOpen: { reason: string; requestId: string | null } | null;
}

const COUNTS = sql<EventCounts>`(
  select json_build_object(
    'taken', count(*) filter (where r.place = 'taken'),
    'waiting', count(*) filter (where r.place = 'taken' and e.state in ('none', 'pending')),
    'ready', count(*) filter (where r.place = 'taken' and e.state = 'enrolled' and not e.dead),
    'failed', count(*) filter (where e.state = 'failed'),
    'unended', count(*) filter (where e.unended and e.state <> 'failed'),
    'dead', count(*) filter (where r.place = 'taken' and e.dead),
    'held', count(*) filter (where r.place = 'held'),
    'offered', count(*) filter (where r.place = 'offered'),
    'waitlisted', count(*) filter (where r.place = 'waitlisted' and not r.unconfirmed),
    'awaitingApproval', count(*) filter (where r.place = 'awaiting_approval' and not r.unconfirmed),
    'unconfirmed', count(*) filter (where r.unconfirmed and r.place in ('waitlisted', 'awaiting_approval')),
    'withdrawn', count(*) filter (where r.place = 'withdrawn'),
    'mailFailed', count(*) filter (where mail.failed),
    'mailBounced', count(*) filter (where mail.bounced),
    'today', count(*) filter (where r.created_at > now() - interval '1 day'))
  from registrations r
  left join lateral (
    select e.state, coalesce(${deadLink}, false) as dead,
      bool_or(e.state = 'failed' and e.wanted = 'withdrawn') over () as unended
    from enrolments e join meetings m on m.id = e.meeting_id
    where e.registration_id = r.id order by ${currentFirst} limit 1
  ) e on true
  left join lateral (
    select bool_or(state = 'failed') as failed, bool_or(state = 'bounced') as bounced from mails
    where registration_id = r.id and state in ('failed', 'bounced')
  ) mail on true
  where r.event_id = events.id)`;

const MEETING_ASKS = sql<MeetingAsks | null>`(
  select case
    when events.state not in ('open', 'closed') then null
    when f.lost is not null and not f.dismissed then 'lost'
    when f.lost is null and f.closed_by_loss and events.state = 'closed' then 'back'
    when f.new_subject is not null or f.new_starts_at is not null then 'changed'
    when ${datesAsk(sql`events.id`)} then 'changed'
  end
  from followed_meetings f where f.event_id = events.id)`;

/** Of a meeting that was picked before anybody asked. */
const UNCHECKED: Record<"meeting" | "webinar", RegistrarChoices> = {
  meeting: { external: null, direct: null },
  webinar: { webinar: null, direct: null },
};

/** The person's events, whatever their role, by date. */
export async function readEvents(personId: string): Promise<EventSummary[]> {
  const rows = await summaries().where("members.person_id", "=", personId).execute();
  return rows.map(summary);
}

/** One event with everything its pages show. */
export async function readEvent(access: EventAccess): Promise<EventDetail> {
  const row = await summaries()
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .select([
      "events.description",
      "events.audience",
      "events.email_domains as emailDomains",
      "events.no_throwaway as noThrowaway",
      "events.invited_only as invitedOnly",
      "events.delivery",
      "events.registrar",
      "events.waitlist",
      "events.offer_minutes as offerMinutes",
      "events.approval",
      "events.confirm_address as confirmAddress",
      "events.hold_minutes as holdMinutes",
      "events.alarm_minutes as alarmMinutes",
      "events.reminders",
      "events.follow_up_minutes as followUpMinutes",
      "events.acts_as as actsAs",
      "meetings.subject as meetingSubject",
      "meetings.kind as meetingKind",
      "meetings.registrars",
      "meetings.webinar_terms as webinarTerms",
      "meetings.registration_gone_at as goneAt",
      "meetings.close_reason as closeReason",
      "meetings.close_request_id as closeRequestId",
      "persons.name as organizerName",
    ])
    .where("events.id", "=", access.eventId)
    .where("members.person_id", "=", access.personId)
    .executeTakeFirstOrThrow();
  const [taken, webinar, connection, linksBy, lane] = await Promise.all([
    hasRegistrations(db(), access.eventId),
    readTerms(access.eventId, row.webinarTerms),
    connectionHealth(db(), row.actsAs),
    expectAllLinks(access.eventId, new Date()),
    db()
      .selectFrom("lanes")
      .select(["paused_until as until", "reason"])
      .where("lane", "=", enrolmentLane(row.registrar, row.actsAs))
      .where("paused_until", ">", sql<Date>`now()`)
      .executeTakeFirst(),
  ]);
  const fixed = row.state === "open" || row.state === "cancelled" || taken;
  return {
    ...summary(row),
    description: row.description,
    audience: row.audience,
    emailDomains: row.emailDomains,
    noThrowaway: row.noThrowaway,
    invitedOnly: row.invitedOnly,
    delivery: row.delivery,
    registrar: row.registrar,
    registrars: row.registrars ?? UNCHECKED[row.meetingKind],
    webinar,
    waitlist: row.waitlist,
    offerMinutes: row.offerMinutes,
    approval: row.approval,
    confirmAddress: row.confirmAddress,
    holdMinutes: row.holdMinutes,
    alarmMinutes: row.alarmMinutes,
    reminders: row.reminders,
    followUpMinutes: row.followUpMinutes,
    meetingSubject: row.meetingSubject,
    fixed: { audience: fixed, registrar: fixed, slug: row.state !== "draft" },
    organizer: { id: row.actsAs, name: row.organizerName },
    connection,
    paused: lane
      ? { until: lane.until?.toISOString() ?? null, reason: lane.reason ?? "throttled" }
      : null,
    linksBy: linksBy?.toISOString() ?? null,
    registrationGone: row.registrar === "external" && row.goneAt !== null,
    leftOpen:
      row.state === "cancelled" && row.closeReason
        ? { reason: row.closeReason, requestId: row.closeRequestId }
        : null,
  };
}

function summaries() {
  return db()
    .selectFrom("events")
    .innerJoin("members", "members.event_id", "events.id")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select([
      "events.id",
      "events.slug",
      "events.title",
      "events.host_name as hostName",
      "events.state",
      "events.accent",
      "events.capacity",
      "events.opens_at as opensAt",
      "events.closes_at as closesAt",
      "members.role",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
      MEETING_ASKS.as("meetingAsks"),
      COUNTS.as("counts"),
      moveProgress.as("move"),
      sql<number>`(select count(*)::int from event_dates d where d.event_id = events.id)`.as(
        "dates",
      ),
      "events.chooses_dates as choosesDates",
    ])
    .where(isNextDate)
    .orderBy("event_dates.starts_at")
    .orderBy("events.id");
}

type SummaryRow = Awaited<ReturnType<ReturnType<typeof summaries>["executeTakeFirstOrThrow"]>>;

function summary(row: SummaryRow): EventSummary {
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    hostName: row.hostName,
    state: row.state,
    role: row.role,
    accent: row.accent,
    startsAt: row.startsAt.toISOString(),
    endsAt: row.endsAt.toISOString(),
    zone: row.zone,
    opensAt: row.opensAt?.toISOString() ?? null,
    closesAt: row.closesAt?.toISOString() ?? null,
    capacity: row.capacity,
    meetingAsks: row.meetingAsks,
    counts: row.counts,
    move: row.move,
    dates: row.dates,
    choosesDates: row.choosesDates,
  };
}
