import { sql } from "kysely";
import { db } from "@/lib/db/database";
import type { MeetingChanges, MeetingLoss } from "@/lib/db/schema";
import { countTold } from "@/lib/events/queries";
import { loadDate } from "@/lib/events/save-event";
import type { EventAccess } from "@/lib/session/access";
import { titleOf } from "./apply-change";

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
      /** So many people would be told. */
      people: number;
    }
  /** The event followed by its rule. */
  | { kind: "followed"; at: string; title: string | null; time: ShownTime | null };

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
  if (!title && !time) return null;
  return { kind: "changed", version, title, time, people: await countTold(db(), eventId) };
}

function shown(startsAt: Date | null, endsAt: Date | null, zone: string | null): ShownTime | null {
  if (!startsAt || !endsAt || !zone) return null;
  return { startsAt: startsAt.toISOString(), endsAt: endsAt.toISOString(), zone };
}

/** The last change that was made by the event's rule, with what stood there before. */
async function readFollowed(eventId: string): Promise<MeetingNews | null> {
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
    kind: "followed",
    at: last.madeAt.toISOString(),
    title: last.title === last.titleNow ? null : last.title,
    time: hasMoved ? shown(last.startsAt, last.endsAt, last.zone) : null,
  };
}
