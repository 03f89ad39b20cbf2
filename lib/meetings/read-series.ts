import { type CalendarEntry, getEntry, listInstances } from "@/lib/graph/calendar";
import type { GraphCall } from "@/lib/graph/client";
import { getMeeting } from "@/lib/graph/online-meetings";
import { findByLink } from "./find-by-link";
import type { Followed } from "./queries";
import type { MeetingNow } from "./read-meeting";

const DAY_MS = 24 * 60 * 60_000;
/** An occurrence may be moved as far as its next one, and in a yearly series that is far. */
const AHEAD_MS = 370 * DAY_MS;
/** How far after a date a series that was made anew is looked for. */
const ANEW_MS = 15 * DAY_MS;
/** Entries of so few days are on few pages; a series of years is cut off. */
const PAGES = 6;

/**
 * Asks what the meeting of an event of several dates is now, and when its occurrences are. It is
 * found by its series in the calendar, else by the entry it was picked from, else by its link.
 */
export async function seriesNow(
  call: GraphCall,
  followed: Followed,
  turn: () => Promise<void>,
): Promise<MeetingNow> {
  const { entryId, zone, graphId } = followed;
  if (!followed.seriesId && entryId) await turn();
  const entry = !followed.seriesId && entryId ? await getEntry(call, entryId, zone) : null;
  const known = followed.seriesId ?? entry?.seriesId ?? null;
  const entries = known ? await readInstances(call, known, followed, turn) : entry && [entry];
  const isHere = entries !== null && entries.length > 0;
  const missing = followed.seen.find((each) => !entries?.some(({ id }) => id === each.entryId));
  if (isHere && !missing) return asNow(entries, { seriesId: known, entryId });
  // "This and all following" makes another series of what follows, which has the same link.
  const around = (missing?.startsAt ?? followed.startsAt).getTime();
  const window = { from: new Date(around - DAY_MS), to: new Date(around + ANEW_MS), pages: PAGES };
  const found = await findByLink(call, followed, window, turn);
  const another = found.find(({ seriesId }) => seriesId !== null && seriesId !== known)?.seriesId;
  const ofAnother = another ? await readInstances(call, another, followed, turn) : null;
  if (another && ofAnother)
    return asNow([...(entries ?? []), ...ofAnother], {
      seriesId: isHere ? known : another,
      entryId,
    });
  if (isHere) return asNow(entries, { seriesId: known, entryId });
  if (found.length > 0) return asNow(found, { seriesId: null, entryId: found[0]?.id ?? null });
  if (entries) return asNow(entries, { seriesId: known, entryId });
  // Its link may go on opening it for a while: for whoever deleted it, it is over.
  if (known || entryId) return { kind: "lost", how: "deleted" };
  await turn();
  const meeting = await getMeeting(call, graphId);
  if (!meeting) return { kind: "lost", how: "deleted" };
  return { kind: "there", entryId: null, subject: meeting.subject, time: null, series: null };
}

function asNow(
  all: readonly CalendarEntry[],
  { seriesId, entryId }: { seriesId: string | null; entryId: string | null },
): MeetingNow {
  const entries = all.filter(({ isAllDay }) => !isAllDay);
  const isGone = seriesId === null && entries.every(({ isCancelled }) => isCancelled);
  if (isGone) return { kind: "lost", how: "cancelled" };
  // One occurrence may be called otherwise; the series is called as those that nobody changed.
  const named = entries.find(({ isCancelled, isException }) => !isCancelled && !isException);
  return {
    kind: "there",
    entryId,
    subject: named?.subject ?? "",
    time: null,
    series: {
      id: seriesId,
      occurrences: entries.map(({ id, startsAt, endsAt, zone, isCancelled, isException }) => ({
        entryId: id,
        startsAt,
        endsAt,
        zone,
        isCancelled,
        isException,
      })),
    },
  };
}

/** The occurrences that are on or to come; null: there is no such series any more. */
async function readInstances(
  call: GraphCall,
  seriesId: string,
  { zone, lastEndsAt }: Followed,
  turn: () => Promise<void>,
): Promise<CalendarEntry[] | null> {
  const from = new Date(Date.now() - DAY_MS);
  const to = new Date(lastEndsAt.getTime() + AHEAD_MS);
  const entries: CalendarEntry[] = [];
  let pageUrl: string | null = null;
  for (let page = 0; page < PAGES; page += 1) {
    await turn();
    const answer = await listInstances(call, seriesId, { from, to, zone, pageUrl });
    if (!answer) return null;
    entries.push(...answer.entries);
    pageUrl = answer.next;
    if (!pageUrl) break;
  }
  return entries;
}
