import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import {
  type CalendarEntry,
  type CalendarMethod,
  calendarEntries,
  calendarEntry,
} from "./calendar-entry";
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
export function placeEntry(place: PlaceEntry): { method: CalendarMethod; content: string } {
  const method = place.gone ? "CANCEL" : place.attendee ? "REQUEST" : "PUBLISH";
  return { method, content: calendarEntry(entryOfPlace(place, method)) };
}

/**
 * The entries of somebody's dates, each with a UID of its own. One alone is sent as an invitation;
 * several can only be published, as the standard lets no invitation hold different ones.
 */
export function placeEntries(places: readonly PlaceEntry[]): {
  method: CalendarMethod;
  content: string;
} {
  const [first, ...others] = places;
  if (first && others.length === 0) return placeEntry(first);
  const entries = places.map((place) => entryOfPlace({ ...place, attendee: null }, "PUBLISH"));
  return { method: "PUBLISH", content: calendarEntries(entries) };
}

/** One of several dates, as the place's entry otherwise is; `sequence` counts what changed of it. */
export function dateEntry(
  place: PlaceEntry,
  date: Pick<PlaceEntry, "uid" | "startsAt" | "endsAt" | "zone" | "changedAt" | "gone"> & {
    sequence: number;
  },
): PlaceEntry {
  const { uid, startsAt, endsAt, zone, sequence } = date;
  const changedAt = new Date(Math.max(date.changedAt.getTime(), place.changedAt.getTime()));
  const gone = place.gone || date.gone;
  return { ...place, uid, startsAt, endsAt, zone, changes: sequence, gone, changedAt };
}

function entryOfPlace(
  { changes, links, locale, joinLink, eventUrl, gone, ...entry }: PlaceEntry,
  method: CalendarMethod,
): CalendarEntry {
  const t = translator(asLocale(locale), "mail");
  const link = gone ? null : joinLink;
  const step = gone ? "gone" : link === null ? "without-link" : "with-link";
  const page = `${t("entry.page")} ${eventUrl}`;
  const wayIn = link === null ? t("entry.linkFollows") : `${t("entry.link")}\n${link}`;
  return {
    ...entry,
    method,
    gone,
    sequence: entrySequence({ changes, links, step }),
    description: gone ? page : `${wayIn}\n\n${page}`,
    url: link ?? eventUrl,
    location: link ?? t("teams"),
  };
}
