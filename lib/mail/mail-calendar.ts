import { placeEntry } from "@/lib/calendar/place-entry";
import { entryOf } from "./letter";
import { mailableName } from "./mailable-name";
import type { MailData, OutgoingMail } from "./types";

/** The calendar part of a mail, where what it says concerns the entry in the attendee's calendar. */
export function mailCalendar(
  data: MailData,
  { sender, now }: { sender: string; now: Date },
): OutgoingMail["calendar"] {
  const entry = entryOf(data);
  if (entry === null) return null;
  const { event, person, locale, joinLink, eventUrl } = data;
  return placeEntry({
    uid: event.uid,
    changes: event.sequence,
    links: event.links,
    title: event.title,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    zone: event.zone,
    locale,
    joinLink,
    eventUrl,
    gone: entry === "take-out",
    organizer: { name: event.hostName, email: sender },
    attendee: {
      name: mailableName(`${person.firstName} ${person.lastName}`) ?? "",
      email: person.email,
    },
    alarmMinutes: event.alarmMinutes,
    changedAt: event.entryChangedAt,
    now,
  });
}
