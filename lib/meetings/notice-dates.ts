import type { Tx } from "@/lib/db/database";
import type { MeetingChanges } from "@/lib/db/schema";
import { cancelLockedDate } from "@/lib/events/cancel-date";
import { moveLockedDate } from "@/lib/events/move-date";
import type { lockEvent } from "@/lib/events/queries";
import { log } from "@/lib/log";
import {
  askLost,
  askMoved,
  type FollowedDate,
  keepSeen,
  type Occurrence,
  settleLost,
} from "./followed-dates";
import { isSameTime } from "./is-same-time";
import type { DateNow } from "./match-dates";

type LockedEvent = Awaited<ReturnType<typeof lockEvent>>;
interface Matched {
  date: FollowedDate;
  is: DateNow;
}

/**
 * Keeps what became of each date's occurrence: by the event's rule the date moves or is cancelled
 * with it, or the organizer is asked. A date whose time was changed by hand is asked about under
 * either rule. Answers whether what is asked changed.
 */
export async function noticeDates(
  tx: Tx,
  event: LockedEvent,
  matched: readonly Matched[],
  { rule, now }: { rule: MeetingChanges; now: Date },
): Promise<boolean> {
  let changed = false;
  for (const each of inOrder(matched)) {
    const asks = await noticeDate(tx, event, each, { rule, now });
    changed ||= asks !== whatIsAsked(each.date);
  }
  return changed;
}

/** What is asked of one date, to be compared; null: nothing. */
async function noticeDate(
  tx: Tx,
  event: LockedEvent,
  { date, is }: Matched,
  { rule, now }: { rule: MeetingChanges; now: Date },
): Promise<string | null> {
  const { id, seen } = date;
  const follows = rule === "follow" && seen !== null && isSameTime(date, seen);
  if (is.kind === "unknown") return whatIsAsked(date);
  if (is.kind === "lost") {
    if (date.dismissed) return null;
    if (follows && (await cancelLockedDate(tx, event, id, now)).kind === "cancelled") {
      await settleLost(tx, id, { dismissed: false, followed: true });
      log.info({ eventId: event.id }, "a date was cancelled with its occurrence");
      return null;
    }
    if (date.lost !== is.how) await askLost(tx, id, is.how);
    return is.how;
  }
  const { occurrence } = is;
  // Where the page says it already, its organizer was there first.
  if (!seen || isSameTime(seen, occurrence) || isSameTime(date, occurrence)) {
    if (!isKept(date, occurrence)) await keepSeen(tx, id, occurrence);
    return null;
  }
  if (follows && (await moveWith(tx, event, date, occurrence, now))) {
    await keepSeen(tx, id, occurrence, { followed: true });
    log.info({ eventId: event.id }, "a date moved with its occurrence");
    return null;
  }
  if (!date.moved || !isSameTime(date.moved, occurrence)) await askMoved(tx, id, occurrence);
  return asked(occurrence);
}

/** Is all of it known already, with nothing asked? Most looks find no more. */
function isKept({ seen, moved, lost, dismissed }: FollowedDate, is: Occurrence): boolean {
  if (!seen || moved || lost || dismissed) return false;
  return seen.entryId === is.entryId && seen.zone === is.zone && isSameTime(seen, is);
}

/** Gives a date its occurrence's time; its zone too, where that is another than it was. */
export async function moveWith(
  tx: Tx,
  event: Pick<LockedEvent, "id" | "state">,
  { id, seen }: FollowedDate,
  to: { startsAt: Date; endsAt: Date; zone: string },
  now: Date,
): Promise<boolean> {
  const { startsAt, endsAt } = to;
  const zone = to.zone === seen?.zone ? undefined : to.zone;
  const { kind } = await moveLockedDate(tx, event, id, { startsAt, endsAt, zone }, now);
  return kind === "moved" || kind === "same";
}

/**
 * So that no date of a series that moves as a whole comes to where the next one still is: the last
 * ones first when they move later, the first ones when earlier.
 */
export function inOrder<T extends Matched>(matched: readonly T[]): T[] {
  const laterBy = ({ date, is }: T) =>
    is.kind === "there" ? is.occurrence.startsAt.getTime() - date.startsAt.getTime() : 0;
  const later = matched.filter((each) => laterBy(each) > 0);
  const others = matched.filter((each) => laterBy(each) <= 0);
  return [...later.reverse(), ...others];
}

function whatIsAsked({ moved, lost }: FollowedDate): string | null {
  return lost ?? (moved && asked(moved));
}

function asked({ startsAt, endsAt }: { startsAt: Date; endsAt: Date }): string {
  return `${startsAt.toISOString()} ${endsAt.toISOString()}`;
}
