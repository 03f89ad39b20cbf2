import { placeEntry } from "@/lib/calendar/place-entry";
import { isGone } from "./letter";
import { mailableName } from "./mailable-name";
import type { MailData, OutgoingMail } from "./types";

/** The calendar part of a mail: it goes to the attendee's mailbox like the mail itself. */
export function mailCalendar(
  data: MailData,
  { sender, now }: { sender: string; now: Date },
): NonNullable<OutgoingMail["calendar"]> {
  const { event, person, locale, joinLink, eventUrl } = data;
  return placeEntry({
    uid: event.uid,
    changes: event.sequence,
    title: event.title,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    zone: event.zone,
    locale,
    joinLink,
    eventUrl,
    gone: isGone(data),
    organizer: { name: event.hostName, email: sender },
    attendee: {
      name: mailableName(`${person.firstName} ${person.lastName}`) ?? "",
      email: person.email,
    },
    now,
  });
}
