import type { MeetingLoss } from "@/lib/db/schema";
import { utcToLocal } from "@/lib/time/zones";
import type { FollowedDate, Occurrence } from "./followed-dates";

/** An occurrence as a look found it. */
export interface FoundOccurrence extends Occurrence {
  isCancelled: boolean;
  /** It was changed on its own. */
  isException: boolean;
}

/** What the occurrence of a date is now. */
export type DateNow =
  | { kind: "there"; occurrence: Occurrence }
  | { kind: "lost"; how: MeetingLoss }
  /** The date was made by hand, or its occurrence is over. */
  | { kind: "unknown" };

/**
 * Finds each date's occurrence: the one it had, else, where the whole series was changed and all its
 * entries have other ids, the one on the day it had (Exchange lets a series have one a day, and none
 * pass another). A date that was never seen is one that begins exactly then.
 */
export function matchDates(
  dates: readonly FollowedDate[],
  occurrences: readonly FoundOccurrence[],
  now: Date,
): { date: FollowedDate; is: DateNow }[] {
  const free = new Set(occurrences);
  const found = new Map<string, FoundOccurrence>();
  for (const isIts of [isTheOne, isOfItsDay])
    for (const date of dates) {
      if (found.has(date.id)) continue;
      const its = [...free].find((each) => isIts(date, each));
      if (!its) continue;
      free.delete(its);
      found.set(date.id, its);
    }
  return dates.map((date) => ({ date, is: whatIs(date, found.get(date.id), now) }));
}

function isTheOne({ seen, startsAt }: FollowedDate, each: FoundOccurrence): boolean {
  if (seen) return each.entryId === seen.entryId;
  return !each.isCancelled && each.startsAt.getTime() === startsAt.getTime();
}

function isOfItsDay({ seen }: FollowedDate, each: FoundOccurrence): boolean {
  if (!seen || each.isException || each.isCancelled) return false;
  const day = (at: Date) => utcToLocal(at, seen.zone).slice(0, "2026-12-03".length);
  return day(each.startsAt) === day(seen.startsAt);
}

function whatIs({ seen }: FollowedDate, its: FoundOccurrence | undefined, now: Date): DateNow {
  if (its && !its.isCancelled) {
    const { entryId, startsAt, endsAt, zone } = its;
    return { kind: "there", occurrence: { entryId, startsAt, endsAt, zone } };
  }
  if (!seen || seen.endsAt <= now) return { kind: "unknown" };
  return { kind: "lost", how: its ? "cancelled" : "deleted" };
}

/**
 * How the meeting as a whole is lost: every date that is to come is; null: it isn't. One that takes
 * place by the organizer's word counts as there.
 */
export function howAllAreLost(
  matched: readonly { date: FollowedDate; is: DateNow }[],
): MeetingLoss | null {
  const losses = matched.flatMap(({ date, is }) =>
    is.kind === "lost" && !date.dismissed ? [is.how] : [],
  );
  if (losses.length === 0 || losses.length < matched.length) return null;
  return losses.every((how) => how === "cancelled") ? "cancelled" : "deleted";
}
