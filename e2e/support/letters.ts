import type { SandboxMail } from "../../sandbox/client";
import { parseEntry } from "../../test/entries";
import { product } from "../setup/product";
import { tenant } from "./tenant";

/** A calendar entry as a calendar program reads it. */
export interface Entry {
  method: string;
  uid: string;
  sequence: number;
  title: string;
  description: string;
  startsAt: Date;
  organizer: { name: string; email: string };
  /** Null in a file that is published rather than sent. */
  attendee: { email: string; rsvp: string } | null;
}

/** Reads an iCalendar text strictly, with the zones that it describes itself. */
export function readEntry(text: string): Entry {
  const { calendar, vevent, event } = parseEntry(text);
  const organizer = vevent.getFirstProperty("organizer");
  const attendee = vevent.getFirstProperty("attendee");
  const address = (property: typeof attendee) =>
    String(property?.getFirstValue()).replace(/^mailto:/i, "");
  return {
    method: String(calendar.getFirstPropertyValue("method")),
    uid: event.uid,
    sequence: event.sequence,
    title: event.summary,
    description: event.description,
    startsAt: event.startDate.toJSDate(),
    organizer: { name: String(organizer?.getFirstParameter("cn")), email: address(organizer) },
    attendee: attendee
      ? { email: address(attendee), rsvp: String(attendee.getFirstParameter("rsvp")) }
      : null,
  };
}

/** The calendar part of a mail. */
export function entryOf({ attachments }: SandboxMail): Entry {
  const [part, ...more] = attachments.filter(({ contentType }) => contentType === "text/calendar");
  if (!part || more.length > 0) throw new Error("Not one calendar part in the mail.");
  return readEntry(Buffer.from(part.content, "base64").toString("utf8"));
}

/** The address of the pass that a mail tells. */
export function passIn({ text }: SandboxMail): string {
  const found = new RegExp(`^${product().appUrl}/r/[\\w-]{22}$`, "m").exec(text)?.[0];
  if (!found) throw new Error("The mail tells no pass.");
  return found;
}

/** Subjects of all that came to an address, the oldest first. */
export async function subjectsTo(address: string): Promise<string[]> {
  const mails = await tenant().mail({ to: address });
  return mails.map(({ subject }) => subject).reverse();
}
