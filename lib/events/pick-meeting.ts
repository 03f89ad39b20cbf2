import { type CalendarEntry, createCalendarMeeting, listCalendar } from "@/lib/graph/calendar";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { findByJoinUrl, findByMeetingId, type OnlineMeeting } from "@/lib/graph/online-meetings";
import { actFor, ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
import { localToUtc } from "@/lib/time/zones";
import type { PickedMeeting } from "./draft-event";
import { joinUrlHash } from "./join-url-hash";
import { readMeetingReference } from "./meeting-reference";
import { MOST_DATES } from "./most-dates";
import { asPage, type PickerPage, selectPages } from "./picker-pages";

/** Why Microsoft could not be asked; each has its own sentence and way out. */
export type PickTrouble =
  | { kind: "broken-connection"; reason: string }
  | { kind: "operator-trouble" }
  /** Signed in without the calendar permission. */
  | { kind: "needs-consent" }
  /** The account has no Teams licence, or may not make online meetings. */
  | { kind: "unlicensed" }
  | { kind: "try-again"; requestId: string | null };

/** One line of the picker. The way in stays on the server. */
export interface PickerEntry {
  id: string;
  subject: string;
  startsAt: string;
  endsAt: string;
  zone: string;
  /** Whole days, whatever the zone: `startsAt` is midnight of the first one, in UTC. */
  isAllDay: boolean;
  isOrganizer: boolean;
  organizerName: string | null;
  isCancelled: boolean;
  isOnline: boolean;
  isRecurring: boolean;
  page: PickerPage | null;
}

export interface CalendarQuestion {
  from: Date;
  to: Date;
  /** The reader's IANA zone. */
  zone: string;
  /** Words that title or organizer hold; empty = everything. */
  query?: string;
  onlyMine?: boolean;
}

/** Pages of a window that are read at most; the picker says when there is more. */
const PAGES = 12;

/** The person's calendar between two moments, earliest first. */
export async function readCalendar(
  person: { id: string },
  question: CalendarQuestion,
): Promise<{ kind: "calendar"; entries: PickerEntry[]; more: boolean } | PickTrouble> {
  try {
    const { entries, more } = await actFor(person.id, (call) => readWindow(call, question));
    const words = (question.query ?? "").trim().toLowerCase();
    const wanted = entries.filter(
      (entry) =>
        (!question.onlyMine || entry.isOrganizer) &&
        `${entry.subject} ${entry.organizerName ?? ""}`.toLowerCase().includes(words),
    );
    return { kind: "calendar", entries: await withPages(person.id, wanted), more };
  } catch (error) {
    return troubleOf(error, "calendar");
  }
}

/** The meeting behind an entry of the calendar, read anew: nothing is taken from the browser. */
export async function pickFromCalendar(
  person: { id: string },
  entry: { id: string; startsAt: Date; zone: string },
  /** With the dates of its series that are to come, from this moment on. */
  { allDatesFrom = null }: { allDatesFrom?: Date | null } = {},
): Promise<
  { kind: "picked"; meeting: PickedMeeting } | { kind: "not-yours" | "gone" } | PickTrouble
> {
  try {
    return await actFor(person.id, async (call) => {
      const day = 24 * 60 * 60_000;
      const { entries } = await readWindow(call, {
        from: new Date(entry.startsAt.getTime() - day),
        to: new Date(entry.startsAt.getTime() + day),
        zone: entry.zone,
      });
      const found = entries.find(({ id }) => id === entry.id);
      if (!found?.joinUrl || found.isCancelled) return { kind: "gone" } as const;
      if (!found.isOrganizer) return { kind: "not-yours" } as const;
      const meeting = await resolve(call, found.joinUrl);
      if (!meeting) return { kind: "gone" } as const;
      const dates =
        allDatesFrom && found.isRecurring
          ? await readOccurrences(call, found.joinUrl, entry.zone, allDatesFrom)
          : undefined;
      return { kind: "picked", meeting: { ...picked(meeting, found), dates } } as const;
    });
  } catch (error) {
    return troubleOf(error, "meeting");
  }
}

/** How far ahead the dates of a series are looked for. */
const AHEAD_MS = 183 * 24 * 60 * 60_000;

/** The dates that a meeting has in the calendar from a moment on: all share its link. */
async function readOccurrences(
  call: GraphCall,
  joinUrl: string,
  zone: string,
  from: Date,
): Promise<OccurrenceTime[]> {
  const to = new Date(from.getTime() + AHEAD_MS);
  const { entries } = await readWindow(call, { from, to, zone });
  const hash = joinUrlHash(joinUrl);
  return entries
    .filter((entry) => entry.joinUrl && joinUrlHash(entry.joinUrl) === hash)
    .filter(({ isCancelled, isAllDay, endsAt }) => !isCancelled && !isAllDay && endsAt > from)
    .slice(0, MOST_DATES)
    .map(({ id, startsAt, endsAt, zone: theirs }) => ({
      entryId: id,
      startsAt,
      endsAt,
      zone: theirs,
    }));
}

interface OccurrenceTime {
  entryId: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
}

/** The coming dates that this meeting, known by its link, has in the organizer's calendar. */
export async function findOccurrences(
  organizer: { id: string },
  meeting: { joinUrl: string; zone: string },
  now: Date,
): Promise<{ kind: "found"; dates: OccurrenceTime[] } | PickTrouble> {
  try {
    return await actFor(organizer.id, async (call) => ({
      kind: "found" as const,
      dates: await readOccurrences(call, meeting.joinUrl, meeting.zone, now),
    }));
  } catch (error) {
    return troubleOf(error, "calendar");
  }
}

/** The meeting that a pasted link, invitation or meeting ID means. */
export async function resolvePasted(
  person: { id: string },
  text: string,
  zone: string,
  now: Date,
): Promise<
  | { kind: "picked"; meeting: PickedMeeting }
  | { kind: "not-yours" | "personal" | "government" | "unreadable" }
  | PickTrouble
> {
  const reference = readMeetingReference(text);
  if (reference.kind !== "join-url" && reference.kind !== "meeting-id") return reference;
  try {
    return await actFor(person.id, async (call) => {
      const meeting =
        reference.kind === "join-url"
          ? await findByLink(call, reference)
          : await findByMeetingId(call, reference.digits);
      if (!meeting) return { kind: "not-yours" } as const;
      return { kind: "picked", meeting: picked(meeting, timesOf(meeting, zone, now)) } as const;
    });
  } catch (error) {
    return troubleOf(error, "meeting");
  }
}

/** No meeting's ID: Teams gives them more digits. */
const NO_MEETING = "100000000";

/** Makes a meeting that then stands in the person's calendar. Needs `Calendars.ReadWrite`. */
export async function createMeeting(
  person: { id: string },
  input: { subject: string; startsAt: Date; endsAt: Date; zone: string; transactionId: string },
): Promise<{ kind: "picked"; meeting: PickedMeeting } | PickTrouble> {
  try {
    return await actFor(person.id, async (call) => {
      if (!(await hasTeams(call))) return { kind: "unlicensed" } as const;
      const entry = await createCalendarMeeting(call, input);
      const meeting = await untilMade(call, entry, input.startsAt);
      if (!meeting) return { kind: "try-again", requestId: null } as const;
      return { kind: "picked", meeting: picked(meeting, entry) } as const;
    });
  } catch (error) {
    return troubleOf(error, "calendar");
  }
}

/** Without Teams, Outlook makes an entry that never becomes a meeting: so it is asked beforehand. */
async function hasTeams(call: GraphCall): Promise<boolean> {
  try {
    await findByMeetingId(call, NO_MEETING);
    return true;
  } catch (error) {
    if (error instanceof GraphFault && error.kind === "forbidden") return false;
    throw error;
  }
}

async function readWindow(call: GraphCall, { from, to, zone }: CalendarQuestion) {
  const entries: CalendarEntry[] = [];
  let next: string | null = null;
  for (let page = 0; page < PAGES; page++) {
    const answer = await listCalendar(call, { from, to, zone, pageUrl: next });
    entries.push(...answer.entries);
    next = answer.next;
    if (!next) break;
  }
  return { entries, more: next !== null };
}

/** Teams' short links hold the meeting ID; a lookup by link does not find them (graph.md). */
async function resolve(call: GraphCall, joinUrl: string): Promise<OnlineMeeting | null> {
  const reference = readMeetingReference(joinUrl);
  if (reference.kind === "meeting-id") {
    const meeting = await findByMeetingId(call, reference.digits);
    if (meeting) return meeting;
  }
  return reference.kind === "join-url" ? findByLink(call, reference) : findByJoinUrl(call, joinUrl);
}

/** Graph compares the filter as text, and calendars escape the link in their own way. */
async function findByLink(call: GraphCall, link: { url: string; asPasted: string | null }) {
  const found = await findByJoinUrl(call, link.url);
  return found || !link.asPasted ? found : findByJoinUrl(call, link.asPasted);
}

/** Teams makes the meeting of a new calendar entry a moment after the entry. */
async function untilMade(call: GraphCall, entry: CalendarEntry, startsAt: Date) {
  let joinUrl = entry.joinUrl;
  for (let attempt = 0; attempt < 5; attempt++) {
    const meeting = joinUrl ? await resolve(call, joinUrl) : null;
    if (meeting) return meeting;
    await new Promise((done) => setTimeout(done, 400 * 2 ** attempt));
    if (joinUrl) continue;
    const minute = 60_000;
    const { entries } = await readWindow(call, {
      from: new Date(startsAt.getTime() - minute),
      to: new Date(startsAt.getTime() + minute),
      zone: entry.zone,
    });
    joinUrl = entries.find(({ id }) => id === entry.id)?.joinUrl ?? null;
  }
  return null;
}

function picked(
  meeting: OnlineMeeting,
  entry: {
    id?: string;
    seriesId?: string | null;
    subject?: string;
    startsAt: Date;
    endsAt: Date;
    zone: string;
  },
): PickedMeeting {
  return {
    graphId: meeting.id,
    subject: entry.subject || meeting.subject,
    joinUrl: meeting.joinUrl,
    startsAt: entry.startsAt,
    endsAt: entry.endsAt,
    zone: entry.zone,
    entryId: entry.id ?? null,
    seriesId: entry.seriesId ?? null,
  };
}

/** A series' meeting carries no occurrence's time: tomorrow at ten is proposed, for the editor. */
function timesOf(meeting: OnlineMeeting, zone: string, now: Date) {
  const { startsAt, endsAt } = meeting;
  if (startsAt && endsAt && endsAt > startsAt && endsAt > now) return { startsAt, endsAt, zone };
  const tomorrow = new Date(now.getTime() + 24 * 60 * 60_000).toISOString().slice(0, 10);
  const start = localToUtc(`${tomorrow}T10:00`, zone) ?? new Date(`${tomorrow}T10:00:00Z`);
  return { startsAt: start, endsAt: new Date(start.getTime() + 60 * 60_000), zone };
}

/** Adds to each entry the page that stands for it already: an occurrence's by its time. */
async function withPages(personId: string, entries: CalendarEntry[]): Promise<PickerEntry[]> {
  const hashes = [
    ...new Set(entries.flatMap(({ joinUrl }) => (joinUrl ? joinUrlHash(joinUrl) : []))),
  ];
  const pages = hashes.length
    ? await selectPages(personId)
        .innerJoin("event_dates", "event_dates.event_id", "events.id")
        .select(["meetings.join_url_hash as hash", "event_dates.starts_at as startsAt"])
        .where("meetings.join_url_hash", "in", hashes)
        .execute()
    : [];
  return entries.map((entry): PickerEntry => {
    const hash = entry.joinUrl ? joinUrlHash(entry.joinUrl) : null;
    const page = pages.find(
      (each) =>
        each.hash === hash &&
        (!entry.isRecurring || each.startsAt.getTime() === entry.startsAt.getTime()),
    );
    return {
      id: entry.id,
      subject: entry.subject,
      startsAt: entry.startsAt.toISOString(),
      endsAt: entry.endsAt.toISOString(),
      zone: entry.zone,
      isAllDay: entry.isAllDay,
      isOrganizer: entry.isOrganizer,
      organizerName: entry.organizerName,
      isCancelled: entry.isCancelled,
      isOnline: entry.joinUrl !== null,
      isRecurring: entry.isRecurring,
      page: asPage(page),
    };
  });
}

function troubleOf(error: unknown, asked: "calendar" | "meeting"): PickTrouble {
  if (error instanceof ConnectionBroken) return { kind: "broken-connection", reason: error.reason };
  if (error instanceof OperatorTrouble) return { kind: "operator-trouble" };
  if (!(error instanceof GraphFault)) throw error;
  if (error.kind === "forbidden")
    return { kind: asked === "calendar" ? "needs-consent" : "unlicensed" };
  return { kind: "try-again", requestId: error.requestId };
}
