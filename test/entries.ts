import ICAL from "ical.js";
import nodeIcal, { type VEvent } from "node-ical";
import type { SandboxMail } from "../sandbox/client.ts";

/** What calendars go by in an entry that arrives by mail. */
export interface ReadEntry {
  method: string;
  uid: string;
  sequence: number;
  status: string;
  title: string;
  startsAt: string;
  endsAt: string;
}

/** The calendar part of a mail as two independent parsers read it; null of a mail without one. */
export function entryIn({ attachments }: SandboxMail): ReadEntry | null {
  const part = attachments.find(({ contentType }) => contentType === "text/calendar");
  if (!part) return null;
  const text = Buffer.from(part.content, "base64").toString("utf8");
  const one = readStrictly(text);
  const other = readLeniently(text);
  if (JSON.stringify(one) !== JSON.stringify(other))
    throw new Error(`Read in two ways: ${JSON.stringify(one)} and ${JSON.stringify(other)}.`);
  return one;
}

/** An iCalendar text of one entry as ical.js reads it, with the zones that the text describes. */
export function parseEntry(text: string) {
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  const [vevent, ...more] = calendar.getAllSubcomponents("vevent");
  if (!vevent || more.length > 0) throw new Error("Not one entry in the calendar.");
  return { calendar, vevent, event: new ICAL.Event(vevent) };
}

function readStrictly(text: string): ReadEntry {
  const { calendar, vevent, event } = parseEntry(text);
  return {
    method: String(calendar.getFirstPropertyValue("method")),
    uid: event.uid,
    sequence: event.sequence,
    status: String(vevent.getFirstPropertyValue("status")),
    title: event.summary,
    startsAt: event.startDate.toJSDate().toISOString(),
    endsAt: event.endDate.toJSDate().toISOString(),
  };
}

/** node-ical, with the zones of the platform. */
function readLeniently(text: string): ReadEntry {
  const found = Object.values(nodeIcal.sync.parseICS(text)).find((one) => one?.type === "VEVENT");
  const event = found as VEvent;
  return {
    method: String(event.method),
    uid: event.uid,
    sequence: Number(event.sequence),
    status: String(event.status),
    title: String(event.summary),
    startsAt: event.start.toISOString(),
    endsAt: event.end?.toISOString() ?? "",
  };
}
