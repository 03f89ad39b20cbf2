import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { type CalendarEntry, type CalendarMethod, calendarEntry } from "./calendar-entry";
import { entrySequence } from "./entry-sequence";

export interface PlaceEntry
  extends Pick<
    CalendarEntry,
    | "uid"
    | "title"
    | "startsAt"
    | "endsAt"
    | "zone"
    | "organizer"
    | "attendee"
    | "alarmMinutes"
    | "changedAt"
    | "now"
  > {
  /** How often the event's part of the entry was changed. */
  changes: number;
  /** How many links they were given so far. */
  links: number;
  /** Language of its words. */
  locale: string;
  /** The holder's own; null while it is being made. */
  joinLink: string | null;
  eventUrl: string;
  /** The place is given up or the event cancelled: the entry is taken out again. */
  gone: boolean;
}

/**
 * The calendar entry of somebody's place: the same one in the mail and in the file from their pass,
 * so that each replaces the other. Both are the holder's alone, so it holds their join link; the
 * pass stays out of it, as calendars are shared and synchronized.
 */
export function placeEntry({
  changes,
  links,
  locale,
  joinLink,
  eventUrl,
  gone,
  ...entry
}: PlaceEntry): {
  method: CalendarMethod;
  content: string;
} {
  const t = translator(asLocale(locale), "mail");
  const link = gone ? null : joinLink;
  const method = gone ? "CANCEL" : entry.attendee ? "REQUEST" : "PUBLISH";
  const step = gone ? "gone" : link === null ? "without-link" : "with-link";
  const page = `${t("entry.page")} ${eventUrl}`;
  const wayIn = link === null ? t("entry.linkFollows") : `${t("entry.link")}\n${link}`;
  const content = calendarEntry({
    ...entry,
    method,
    sequence: entrySequence({ changes, links, step }),
    description: gone ? page : `${wayIn}\n\n${page}`,
    url: link ?? eventUrl,
    location: link ?? t("teams"),
  });
  return { method, content };
}
