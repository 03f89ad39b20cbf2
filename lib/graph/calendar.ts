import { z } from "zod";
import { ianaZone } from "@/lib/time/windows-zones";
import type { GraphCall } from "./client";
import { graphMoment, toGraphMoment } from "./date-time";
import { GraphFault } from "./faults";

const PAGE = 50;
/** More of a series than of a calendar: a year of one on every working day is on two pages. */
const SERIES_PAGE = 200;
const FIELDS = [
  "id",
  "subject",
  "start",
  "end",
  "originalStartTimeZone",
  "isAllDay",
  "isCancelled",
  "isOrganizer",
  "isOnlineMeeting",
  "onlineMeeting",
  "organizer",
  "type",
  "seriesMasterId",
].join(",");

/** One entry of a calendar: a meeting, or one occurrence of a series. */
export interface CalendarEntry {
  id: string;
  subject: string;
  startsAt: Date;
  endsAt: Date;
  /** IANA zone the entry was made in; the asked-for zone when it names one nobody knows. */
  zone: string;
  isAllDay: boolean;
  isCancelled: boolean;
  isOrganizer: boolean;
  isOnline: boolean;
  /** The meeting's way in: a secret. Null for an entry that is no online meeting. */
  joinUrl: string | null;
  organizerName: string | null;
  isRecurring: boolean;
  /** An occurrence that was changed on its own. */
  isException: boolean;
  /** The series an occurrence belongs to: all of them share one online meeting. */
  seriesId: string | null;
}

const entry = z.object({
  id: z.string().min(1),
  subject: z.string().nullish(),
  start: graphMoment,
  end: graphMoment,
  originalStartTimeZone: z.string().nullish(),
  isAllDay: z.boolean().nullish(),
  isCancelled: z.boolean().nullish(),
  isOrganizer: z.boolean().nullish(),
  isOnlineMeeting: z.boolean().nullish(),
  onlineMeeting: z.object({ joinUrl: z.string().nullish() }).nullish(),
  organizer: z
    .object({
      emailAddress: z.object({ name: z.string().nullish() }).nullish(),
    })
    .nullish(),
  type: z.string().nullish(),
  seriesMasterId: z.string().nullish(),
});

const page = z.object({
  value: z.array(entry),
  "@odata.nextLink": z.string().nullish(),
});

const IN_UTC = { Prefer: 'outlook.timezone="UTC"' };

/**
 * Entries between two moments, earliest first, fifty a page. `pageUrl` is the `next` of the page
 * before; `zone` is the reader's IANA zone, for entries that name none.
 */
export async function listCalendar(
  call: GraphCall,
  options: { from: Date; to: Date; zone: string; pageUrl?: string | null },
): Promise<{ entries: CalendarEntry[]; next: string | null }> {
  const settings = { operation: "calendarView", headers: IN_UTC };
  const query = [
    ...windowOf(options),
    `$top=${PAGE}`,
    `$select=${FIELDS}`,
    `$orderby=${encodeURIComponent("start/dateTime")}`,
  ].join("&");
  const answer = options.pageUrl
    ? await call.getPage(options.pageUrl, page, settings)
    : await call.get(`${call.root}/calendarView?${query}`, page, settings);
  return {
    entries: answer.value.map((each) => toEntry(each, options.zone)),
    next: answer["@odata.nextLink"] ?? null,
  };
}

/**
 * The occurrences of a series between two moments, with those that were changed on their own; what
 * was deleted isn't among them. Null where there is no such series (any more). Pages as of a list.
 */
export async function listInstances(
  call: GraphCall,
  seriesId: string,
  options: { from: Date; to: Date; zone: string; pageUrl?: string | null },
): Promise<{ entries: CalendarEntry[]; next: string | null } | null> {
  const settings = { operation: "listInstances", headers: IN_UTC };
  const query = [...windowOf(options), `$top=${SERIES_PAGE}`, `$select=${FIELDS}`].join("&");
  const path = `${call.root}/events/${encodeURIComponent(seriesId)}/instances?${query}`;
  try {
    const answer = options.pageUrl
      ? await call.getPage(options.pageUrl, page, settings)
      : await call.get(path, page, settings);
    return {
      entries: answer.value.map((each) => toEntry(each, options.zone)),
      next: answer["@odata.nextLink"] ?? null,
    };
  } catch (error) {
    if (error instanceof GraphFault && error.kind === "not-found") return null;
    throw error;
  }
}

/**
 * The entry with this id, in whichever of the person's calendars; null when there is none. `zone` as
 * for a list.
 */
export async function getEntry(
  call: GraphCall,
  id: string,
  zone: string,
): Promise<CalendarEntry | null> {
  const path = `${call.root}/events/${encodeURIComponent(id)}?$select=${FIELDS}`;
  try {
    const found = await call.get(path, entry, { operation: "getEvent", headers: IN_UTC });
    return toEntry(found, zone);
  } catch (error) {
    if (error instanceof GraphFault && error.kind === "not-found") return null;
    throw error;
  }
}

/**
 * Puts a Teams meeting into the person's calendar (`Calendars.ReadWrite`). `transactionId` makes a
 * repeat of the same wish harmless. `joinUrl` is null when Teams has not made the meeting yet.
 */
export async function createCalendarMeeting(
  call: GraphCall,
  meeting: {
    subject: string;
    startsAt: Date;
    endsAt: Date;
    zone: string;
    transactionId?: string;
  },
): Promise<CalendarEntry> {
  const body = {
    subject: meeting.subject,
    start: toGraphMoment(meeting.startsAt, meeting.zone),
    end: toGraphMoment(meeting.endsAt, meeting.zone),
    isOnlineMeeting: true,
    onlineMeetingProvider: "teamsForBusiness",
    ...(meeting.transactionId && { transactionId: meeting.transactionId }),
  };
  const made = await call.post(`${call.root}/events`, body, entry, {
    operation: "createEvent",
    headers: IN_UTC,
  });
  return toEntry(made, meeting.zone);
}

function windowOf({ from, to }: { from: Date; to: Date }): string[] {
  return [
    `startDateTime=${encodeURIComponent(from.toISOString())}`,
    `endDateTime=${encodeURIComponent(to.toISOString())}`,
  ];
}

function toEntry(raw: z.infer<typeof entry>, zone: string): CalendarEntry {
  const joinUrl = raw.onlineMeeting?.joinUrl || null;
  return {
    id: raw.id,
    subject: raw.subject ?? "",
    startsAt: raw.start,
    endsAt: raw.end,
    zone: ianaZone(raw.originalStartTimeZone) ?? zone,
    isAllDay: raw.isAllDay ?? false,
    isCancelled: raw.isCancelled ?? false,
    isOrganizer: raw.isOrganizer ?? false,
    isOnline: raw.isOnlineMeeting ?? joinUrl !== null,
    joinUrl,
    organizerName: raw.organizer?.emailAddress?.name ?? null,
    isException: raw.type === "exception",
    isRecurring: raw.type ? raw.type !== "singleInstance" : Boolean(raw.seriesMasterId),
    seriesId: raw.seriesMasterId ?? null,
  };
}
