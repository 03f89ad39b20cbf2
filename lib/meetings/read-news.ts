import { sql } from "kysely";
import { db } from "@/lib/db/database";
import type { MeetingChanges, MeetingLoss } from "@/lib/db/schema";
import { countTold } from "@/lib/events/queries";
import { loadDate } from "@/lib/events/save-event";
import type { EventAccess } from "@/lib/session/access";
import { titleOf } from "./apply-change";
import { countComing } from "./count-coming";
import { loadFollowedDates } from "./followed-dates";
import { isSameTime, type Time } from "./is-same-time";

/** A time as pages show it: ISO, and an IANA zone. */
export interface ShownTime {
  startsAt: string;
  endsAt: string;
  zone: string;
}

/** `ours`: what the event says, where that is not what the meeting was. */
export interface Shift<T> {
  was: T;
  is: T;
  ours: T | null;
}

/** What the organizer is told of the meeting: worst first, one at a time. */
export type MeetingNews =
  | { kind: "lost"; how: MeetingLoss; at: string; closed: boolean; version: number; people: number }
  | { kind: "back"; version: number }
  | {
      kind: "changed";
      version: number;
      title: Shift<string> | null;
      time: Shift<ShownTime> | null;
      /** Of several dates those whose occurrence changed; `is` null: it is gone. */
      dates: (Shift<ShownTime | null> & { id: string; was: ShownTime })[];
      /** So many people would be told. */
      people: number;
    }
  /** The event followed by its rule. */
  | {
      kind: "followed";
      at: string;
      title: string | null;
      time: ShownTime | null;
      /** Of several dates those that followed, as they are now. */
      dates: { id: string; is: ShownTime; was: string | null; cancelled: boolean }[];
    };

export interface Following {
  rule: MeetingChanges;
  news: MeetingNews | null;
  /** Why it can't be looked at (key of `following.trouble`). */
  trouble: string | null;
  lookedAt: string | null;
}

/** How long it says that the event followed. */
const FOLLOWED_DAYS = 7;

/** How it stands with the meeting of an event. */
export async function readFollowing(access: EventAccess): Promise<Following> {
  const row = await load(access.eventId);
  const isLive = row.state === "open" || row.state === "closed";
  return {
    rule: row.rule,
    news: isLive ? await readNews(row) : null,
    trouble: isLive ? troubleOf(row) : null,
    lookedAt: row.lookedAt?.toISOString() ?? null,
  };
}

function load(eventId: string) {
  return db()
    .selectFrom("events")
    .leftJoin("followed_meetings as f", "f.event_id", "events.id")
    .leftJoin("connections", "connections.person_id", "events.acts_as")
    .select([
      "events.id as eventId",
      "events.state",
      "events.title",
      "events.meeting_changes as rule",
      "f.subject",
      "f.starts_at as startsAt",
      "f.ends_at as endsAt",
      "f.zone",
      "f.new_subject as newSubject",
      "f.new_starts_at as newStartsAt",
      "f.new_ends_at as newEndsAt",
      "f.new_zone as newZone",
      "f.version",
      "f.lost",
      "f.lost_at as lostAt",
      "f.dismissed",
      "f.closed_by_loss as closedByLoss",
      "f.trouble",
      "connections.state as connection",
      "f.looked_at as lookedAt",
    ])
    .where("events.id", "=", eventId)
    .executeTakeFirstOrThrow();
}

type Row = Awaited<ReturnType<typeof load>>;

/** Whoever has reconnected is looked for soon. */
function troubleOf({ trouble, connection }: Row): string | null {
  return trouble === "connection" && connection === "working" ? null : trouble;
}

async function readNews(row: Row): Promise<MeetingNews | null> {
  const version = row.version ?? 0;
  if (row.lost && row.lostAt && !row.dismissed)
    return {
      kind: "lost",
      how: row.lost,
      at: row.lostAt.toISOString(),
      closed: row.closedByLoss === true && row.state === "closed",
      version,
      people: await countTold(db(), row.eventId),
    };
  if (!row.lost && row.closedByLoss && row.state === "closed") return { kind: "back", version };
  return (await readChange(row, version)) ?? readFollowed(row.eventId);
}

async function readChange(row: Row, version: number): Promise<MeetingNews | null> {
  const { eventId, subject, zone, newSubject, newZone } = row;
  const date = await loadDate(db(), eventId);
  const was = shown(row.startsAt, row.endsAt, zone);
  const is = shown(row.newStartsAt, row.newEndsAt, newZone);
  const ours = shown(date.startsAt, date.endsAt, date.zone);
  const isOurs = was && ours && (was.startsAt !== ours.startsAt || was.endsAt !== ours.endsAt);
  const title =
    subject !== null && newSubject !== null
      ? { was: subject, is: newSubject, ours: row.title === titleOf(subject) ? null : row.title }
      : null;
  const time = was && is ? { was, is, ours: isOurs ? ours : null } : null;
  const asked = await readAskedDates(eventId);
  if (!title && !time && asked.length === 0) return null;
  const ids = asked.map(({ id }) => id);
  const people =
    title || time ? await countTold(db(), eventId) : await countComing(db(), eventId, ids);
  return { kind: "changed", version, title, time, dates: asked, people };
}

type AskedDate = Extract<MeetingNews, { kind: "changed" }>["dates"][number];

async function readAskedDates(eventId: string): Promise<AskedDate[]> {
  const dates = await loadFollowedDates(db(), eventId, new Date());
  return dates.flatMap(({ id, seen, moved, lost, ...date }): AskedDate[] => {
    if (!seen || (!moved && !lost)) return [];
    const ours = isSameTime(seen, date) ? null : asShown(date);
    return [{ id, was: asShown(seen), is: moved && asShown(moved), ours }];
  });
}

function asShown({ startsAt, endsAt, zone }: Time & { zone: string }): ShownTime {
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), zone };
}

function shown(startsAt: Date | null, endsAt: Date | null, zone: string | null): ShownTime | null {
  if (!startsAt || !endsAt || !zone) return null;
  return asShown({ startsAt, endsAt, zone });
}

/** The last change that was made by the event's rule, with what stood there before. */
async function readFollowed(eventId: string): Promise<MeetingNews | null> {
  const last = await readLastChange(eventId);
  const dates = await readFollowedDates(eventId);
  const ats = [...(last ? [last.at] : []), ...dates.map(({ at }) => at)];
  if (ats.length === 0) return null;
  return {
    kind: "followed",
    at: new Date(Math.max(...ats.map((at) => at.getTime()))).toISOString(),
    title: last?.title ?? null,
    time: last?.time ?? null,
    dates: dates.map(({ at: _, ...date }) => date),
  };
}

/** Dates whose last change was made by the rule. */
async function readFollowedDates(eventId: string) {
  const rows = await db()
    .selectFrom("event_dates as d")
    .innerJoin("followed_dates as f", "f.date_id", "d.id")
    .select(["d.id", "d.starts_at as startsAt", "d.ends_at as endsAt", "d.zone"])
    .select([
      "d.previous_starts_at as previousStartsAt",
      "d.cancelled_at as cancelledAt",
      "d.changed_at as at",
    ])
    .where("d.event_id", "=", eventId)
    .whereRef("f.followed_at", "=", "d.changed_at")
    .where("f.followed_at", ">", sql<Date>`now() - make_interval(days => ${FOLLOWED_DAYS})`)
    .orderBy("d.starts_at")
    .execute();
  return rows.map(({ id, previousStartsAt, cancelledAt, at, ...date }) => ({
    id,
    at,
    is: asShown(date),
    was: cancelledAt ? null : (previousStartsAt?.toISOString() ?? null),
    cancelled: cancelledAt !== null,
  }));
}

async function readLastChange(eventId: string) {
  const last = await db()
    .selectFrom("event_changes as c")
    .innerJoin("events", "events.id", "c.event_id")
    .select([
      "c.title",
      "c.starts_at as startsAt",
      "c.ends_at as endsAt",
      "c.zone",
      "c.made_at as madeAt",
      "c.followed",
      "events.title as titleNow",
    ])
    .where("c.event_id", "=", eventId)
    .where("c.made_at", ">", sql<Date>`now() - make_interval(days => ${FOLLOWED_DAYS})`)
    .orderBy("c.made_at", "desc")
    .limit(1)
    .executeTakeFirst();
  if (!last?.followed) return null;
  const date = await loadDate(db(), eventId);
  const hasMoved =
    last.startsAt.getTime() !== date.startsAt.getTime() ||
    last.endsAt.getTime() !== date.endsAt.getTime();
  return {
    at: last.madeAt,
    title: last.title === last.titleNow ? null : last.title,
    // What of several dates comes next is no move.
    time: hasMoved && date.dates === 1 ? shown(last.startsAt, last.endsAt, last.zone) : null,
  };
}
