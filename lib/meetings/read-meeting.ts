import type { MeetingLoss } from "@/lib/db/schema";
import { withGrant } from "@/lib/enrolment/with-grant";
import { eitherWay } from "@/lib/events/pick-webinar";
import { type CalendarEntry, getEntry } from "@/lib/graph/calendar";
import type { GraphCall } from "@/lib/graph/client";
import { getMeeting } from "@/lib/graph/online-meetings";
import { getWebinar } from "@/lib/graph/webinars";
import { actFor, ConnectionBroken } from "@/lib/organizers/act-for";
import { findByLink } from "./find-by-link";
import type { FoundOccurrence } from "./match-dates";
import type { Followed } from "./queries";
import { seriesNow } from "./read-series";

/** What a meeting is now. */
export type MeetingNow =
  | {
      kind: "there";
      /** Of its entry in the organizer's calendar; null: it has none, or is a webinar. */
      entryId: string | null;
      subject: string;
      /** Null where nothing says when this event's part of it is: a series without its entry. */
      time: { startsAt: Date; endsAt: Date; zone: string } | null;
      /** Of an event of several dates, where the calendar has any of them: what says when they are. */
      series: { id: string | null; occurrences: FoundOccurrence[] } | null;
    }
  | { kind: "lost"; how: MeetingLoss };

/**
 * Asks Microsoft what the meeting of an event is now: its calendar entry, else the online meeting; a
 * webinar with the organizer's grant or the application's token. `turn` is awaited before each call.
 * Throws what actFor throws.
 */
export async function readMeeting(
  followed: Followed,
  turn: () => Promise<void>,
): Promise<MeetingNow> {
  const { actsAs, kind } = followed;
  if (kind === "meeting")
    return actFor(actsAs, (call) =>
      followed.severalDates ? seriesNow(call, followed, turn) : meetingNow(call, followed, turn),
    );
  const read = async (call: GraphCall) => {
    await turn();
    return webinarNow(call, followed);
  };
  try {
    return await eitherWay(actsAs, read);
  } catch (error) {
    if (!(error instanceof ConnectionBroken)) throw error;
    // Who has to sign in again is enrolled for by the application all the same.
    return withGrant({ actsWith: "application" }, actsAs, (call) => {
      if (!call) throw error;
      return read(call);
    });
  }
}

async function webinarNow(
  call: GraphCall,
  { graphId, severalDates }: Followed,
): Promise<MeetingNow> {
  const webinar = await getWebinar(call, graphId);
  if (!webinar) return { kind: "lost", how: "deleted" };
  if (webinar.status === "canceled") return { kind: "lost", how: "cancelled" };
  const { title, startsAt, endsAt, zone } = webinar;
  const time = { startsAt, endsAt, zone };
  if (!severalDates) return { kind: "there", entryId: null, subject: title, time, series: null };
  // It has one time, whatever dates were added by hand.
  const only = { ...time, entryId: graphId, isCancelled: false, isException: false };
  const series = { id: null, occurrences: [only] };
  return { kind: "there", entryId: null, subject: title, time: null, series };
}

async function meetingNow(
  call: GraphCall,
  followed: Followed,
  turn: () => Promise<void>,
): Promise<MeetingNow> {
  const { entryId, zone, graphId } = followed;
  if (entryId) await turn();
  const known = entryId ? await getEntry(call, entryId, zone) : null;
  const entry = known ?? (await findEntry(call, followed, turn));
  if (entry?.isCancelled) return { kind: "lost", how: "cancelled" };
  if (entry) {
    const { id, subject, startsAt, endsAt } = entry;
    const time = { startsAt, endsAt, zone: entry.zone };
    return { kind: "there", entryId: id, subject, time, series: null };
  }
  // Its link may go on opening it for a while: for whoever deleted it, it is over.
  if (entryId) return { kind: "lost", how: "deleted" };
  await turn();
  const meeting = await getMeeting(call, graphId);
  if (!meeting) return { kind: "lost", how: "deleted" };
  const { subject, startsAt, endsAt } = meeting;
  // A series' meeting says when the series begins: only what was this event's time can move.
  const isItsOwn =
    followed.seenStartsAt !== null || startsAt?.getTime() === followed.startsAt.getTime();
  const time =
    isItsOwn && startsAt && endsAt && endsAt > startsAt ? { startsAt, endsAt, zone } : null;
  return { kind: "there", entryId: null, subject, time, series: null };
}

const DAY_MS = 24 * 60 * 60_000;
/** Entries of so few days around the event are on one page, or two. */
const PAGES = 4;

/**
 * The meeting's entry around the time at which it was last seen, by its join link: one that was made by its link,
 * deleted and brought back, or moved to another calendar has another id. Of a series only the
 * occurrence at that very time is this event's.
 */
async function findEntry(
  call: GraphCall,
  followed: Followed,
  turn: () => Promise<void>,
): Promise<CalendarEntry | null> {
  const { startsAt, seenStartsAt, newStartsAt } = followed;
  const times = [startsAt, seenStartsAt, newStartsAt].filter((time) => time !== null);
  const all = times.map((time) => time.getTime());
  const from = new Date(Math.min(...all) - DAY_MS);
  const to = new Date(Math.max(...all) + DAY_MS);
  const found = await findByLink(call, followed, { from, to, pages: PAGES }, turn);
  const own = found.filter((each) => !each.isRecurring || all.includes(each.startsAt.getTime()));
  return own.find((each) => !each.isCancelled) ?? own[0] ?? null;
}
