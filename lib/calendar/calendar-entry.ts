import ical, {
  ICalAlarmType,
  ICalAttendeeRole,
  ICalAttendeeStatus,
  ICalAttendeeType,
  type ICalCalendar,
  ICalCalendarMethod,
  ICalEventBusyStatus,
  ICalEventStatus,
} from "ical-generator";
import { DateTime } from "luxon";
import { multiline, oneLine } from "./plain-text";
import { zoneBlock } from "./zone-block";

export type CalendarMethod = "REQUEST" | "CANCEL" | "PUBLISH";

export interface CalendarEntry {
  /** Ours and stable; the same in every later message about the same place. */
  uid: string;
  /** See entry-sequence. */
  sequence: number;
  method: CalendarMethod;
  title: string;
  description: string;
  startsAt: Date;
  endsAt: Date;
  /** IANA name of the event's zone. */
  zone: string;
  /** Where the entry leads: the attendee's link in what is theirs alone, else the event's page. */
  url: string;
  /** Shown as the place; the url where there is none. */
  location?: string | null;
  /** The host's name with Usher's own sender address: no attendee's answer reaches a person. */
  organizer: { name: string; email: string };
  /** Null in an entry that is published rather than sent (the calendar file of a page). */
  attendee: { name: string; email: string } | null;
  /** Minutes before the start at which the reader's calendar rings; null: it doesn't. */
  alarmMinutes: number | null;
  /** It is to be taken out of the calendar; what is sent to cancel always is. */
  gone?: boolean;
  /** When the entry became what it is. */
  changedAt: Date;
  now: Date;
}

/**
 * An iCalendar object (RFC 5545) with one event, as Outlook, Google and Apple accept it: CRLF,
 * folded at 75 octets, its zone described inside. Nobody is asked to answer (RSVP=FALSE, already
 * accepted).
 */
export function calendarEntry(entry: CalendarEntry): string {
  return calendarEntries([entry], entry.method);
}

/**
 * The same with several events, each an entry of its own. Only `PUBLISH` may hold more than one
 * (RFC 5546, 3.2): what is gone is then a cancelled event among the others.
 */
export function calendarEntries(
  entries: readonly CalendarEntry[],
  method: CalendarMethod = "PUBLISH",
): string {
  const times = entries.flatMap(({ startsAt, endsAt }) => [startsAt, endsAt]);
  const zones = new Map(
    entries.map(({ zone }) => {
      const block = zoneBlock(zone, times);
      return [zone, block] as const;
    }),
  );
  const texts = new Map([...zones.values()].map(({ id, text }) => [id, text]));
  const calendar = ical({
    prodId: { company: "Usher", product: "Usher", language: "EN" },
    method: ICalCalendarMethod[method],
    scale: "GREGORIAN",
    // Named at the event alone: a calendar's own zone would also be taken for DTSTAMP's, which the
    // standard wants in UTC.
    timezone: { name: null, generator: (id) => texts.get(id) ?? null },
  });
  for (const entry of entries)
    addEntry(calendar, { ...entry, method }, zones.get(entry.zone) ?? zoneBlock(entry.zone, times));
  return inOrder(calendar.toString());
}

function addEntry(calendar: ICalCalendar, entry: CalendarEntry, zone: { id: string }): void {
  const cancelled = entry.method === "CANCEL" || entry.gone === true;
  const event = calendar.createEvent({
    id: entry.uid,
    sequence: entry.sequence,
    status: cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    busystatus: cancelled ? ICalEventBusyStatus.FREE : ICalEventBusyStatus.BUSY,
    stamp: entry.now,
    lastModified: entry.changedAt,
    start: DateTime.fromJSDate(entry.startsAt, { zone: zone.id }),
    end: DateTime.fromJSDate(entry.endsAt, { zone: zone.id }),
    timezone: zone.id,
    summary: oneLine(entry.title),
    description: multiline(entry.description),
    location: oneLine(entry.location ?? entry.url),
    url: webAddress(entry.url),
    organizer: {
      name: oneLine(entry.organizer.name) || entry.organizer.email,
      email: entry.organizer.email,
    },
    x: { "X-MICROSOFT-DISALLOW-COUNTER": "TRUE" },
  });
  if (entry.attendee) {
    event.createAttendee({
      name: oneLine(entry.attendee.name) || entry.attendee.email,
      email: oneLine(entry.attendee.email),
      role: ICalAttendeeRole.REQ,
      type: ICalAttendeeType.INDIVIDUAL,
      status: ICalAttendeeStatus.ACCEPTED,
      rsvp: false,
    });
  }
  if (!cancelled && entry.alarmMinutes !== null) {
    event.createAlarm({
      type: ICalAlarmType.display,
      triggerBefore: entry.alarmMinutes * 60,
      description: oneLine(entry.title),
    });
  }
}

/** The standard has an event's properties before its alarm, and a line break after the last line. */
function inOrder(text: string): string {
  // No line of what people typed can begin so: a folded one begins with a space.
  return `${text.replace(
    /\r\nBEGIN:VALARM(\r\n[\s\S]*?\r\n)END:VALARM(\r\n[\s\S]*?\r\n)END:VEVENT\r\n/g,
    "$2BEGIN:VALARM$1END:VALARM\r\nEND:VEVENT\r\n",
  )}\r\n`;
}

/** URL is a URI, which has no escapes: what could end the line or isn't of the web stays out. */
function webAddress(url: string): string | null {
  const parsed = URL.parse(url);
  return parsed && /^https?:$/.test(parsed.protocol) ? parsed.href : null;
}
