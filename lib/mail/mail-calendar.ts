import { calendarEntry } from "@/lib/calendar/calendar-entry";
import { entrySequence } from "@/lib/calendar/entry-sequence";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { isGone } from "./letter";
import { mailableName } from "./mailable-name";
import type { MailData, OutgoingMail } from "./types";

/**
 * The calendar part of a mail. It goes to the attendee's mailbox like the mail itself, so it may
 * hold their join link; the pass stays out of it, as calendars are shared and synchronized.
 */
export function mailCalendar(
  data: MailData,
  { sender, now }: { sender: string; now: Date },
): NonNullable<OutgoingMail["calendar"]> {
  const t = translator(asLocale(data.locale), "mail");
  const gone = isGone(data);
  const link = gone ? null : data.joinLink;
  const method = gone ? "CANCEL" : "REQUEST";
  const page = `${t("entry.page")} ${data.eventUrl}`;
  const { event, person } = data;
  const content = calendarEntry({
    uid: event.uid,
    sequence: entrySequence(
      event.sequence,
      gone ? "cancelled" : link === null ? "without-link" : "with-link",
    ),
    method,
    title: event.title,
    description: gone
      ? page
      : `${link === null ? t("entry.linkFollows") : `${t("entry.link")}\n${link}`}\n\n${page}`,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    zone: event.zone,
    url: link ?? data.eventUrl,
    location: link ?? t("teams"),
    organizer: { name: event.hostName, email: sender },
    attendee: {
      name: mailableName(`${person.firstName} ${person.lastName}`) ?? "",
      email: person.email,
    },
    now,
  });
  return { method, content };
}
