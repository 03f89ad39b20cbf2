import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { dateTimeFormat } from "./date-time-format";
import { zoneAbbreviation } from "./zone-abbreviation";
import { zoneCity } from "./zone-city";

/**
 * The one formatter of event times. Needs nothing but Intl, so that it runs in a browser's leaf
 * as well as in a mail. Its few words stand here because they are grammar, not copy.
 */
export interface WhenInput {
  startsAt: Date;
  endsAt: Date;
  /** IANA name. */
  zone: string;
  locale: Locale;
}

export interface When {
  /** `Thursday 3 December 2026`; of an event over several days: `… to Friday 4 December 2026`. */
  date: string;
  /** `18:30 to 20:00`, 24 hours. Where the clocks change meanwhile: `00:30 (BST) to 02:00 (GMT)`. */
  time: string;
  /** `London (GMT)`. */
  zoneName: string;
  /** All of it: `Thursday 3 December 2026, 18:30 to 20:00, London (GMT)`. */
  full: string;
}

interface Grammar {
  range(from: string, to: string): string;
  timeRange(from: string, to: string): string;
  day(parts: DayParts): string;
}

interface DayParts {
  weekday: string;
  day: string;
  month: string;
  year: string;
}

const GRAMMAR: Record<Locale, Grammar> = {
  en: {
    range: (from, to) => `${from} to ${to}`,
    timeRange: (from, to) => `${from} to ${to}`,
    day: ({ weekday, day, month, year }) => `${weekday} ${day} ${month} ${year}`,
  },
  de: {
    range: (from, to) => `${from} bis ${to}`,
    // "18:30 bis 20:00 Uhr", but "1:30 Uhr (MESZ) bis 1:30 Uhr (MEZ)".
    timeRange: (from, to) =>
      to.endsWith(")") ? `${from} bis ${to}`.replaceAll(" (", " Uhr (") : `${from} bis ${to} Uhr`,
    day: ({ weekday, day, month, year }) => `${weekday}, ${day}. ${month} ${year}`,
  },
  es: {
    range: (from, to) => `del ${from} al ${to}`,
    timeRange: (from, to) => `de ${from} a ${to}`,
    day: ({ weekday, day, month, year }) => `${weekday} ${day} de ${month} de ${year}`,
  },
  fr: {
    range: (from, to) => `du ${from} au ${to}`,
    timeRange: (from, to) => `de ${from} à ${to}`,
    // French counts the first of a month as an ordinal and all others as plain numbers.
    day: ({ weekday, day, month, year }) =>
      `${weekday} ${day === "1" ? "1er" : day} ${month} ${year}`,
  },
};

/** An event's time in `zone`, in the reader's language, always with the zone's name. */
export function formatWhen({ startsAt, endsAt, zone, locale }: WhenInput): When {
  const { range, timeRange } = GRAMMAR[locale];
  const firstDay = formatDay(startsAt, zone, locale);
  const lastDay = formatDay(endsAt, zone, locale);
  const from = formatTime(startsAt, zone, locale);
  const to = formatTime(endsAt, zone, locale);
  const city = zoneCity(zone, locale);
  const clock = zoneAbbreviation(startsAt, zone, locale);
  const clockAtEnd = zoneAbbreviation(endsAt, zone, locale);

  const clocksChange = clock !== clockAtEnd;
  const start = clocksChange ? `${from} (${clock})` : from;
  const end = clocksChange ? `${to} (${clockAtEnd})` : to;
  const zoneName = clocksChange || clock === city ? city : `${city} (${clock})`;
  if (firstDay === lastDay) {
    const time = timeRange(start, end);
    return {
      date: firstDay,
      time,
      zoneName,
      full: `${firstDay}, ${time}, ${zoneName}`,
    };
  }
  return {
    date: range(firstDay, lastDay),
    time: timeRange(start, end),
    zoneName,
    full: `${range(`${firstDay}, ${start}`, `${lastDay}, ${end}`)}, ${zoneName}`,
  };
}

/** `Thursday 3 December 2026, 18:30, London (GMT)`. */
export function formatMoment(date: Date, zone: string, locale: Locale): string {
  const { zoneName } = formatWhen({ startsAt: date, endsAt: date, zone, locale });
  return `${formatDay(date, zone, locale)}, ${formatTime(date, zone, locale)}, ${zoneName}`;
}

/** `Thursday 3 December 2026`. */
export function formatDay(date: Date, zone: string, locale: Locale): string {
  const parts = partsOf(date, zone, locale, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return GRAMMAR[locale].day({
    weekday: parts.weekday ?? "",
    day: parts.day ?? "",
    month: parts.month ?? "",
    year: parts.year ?? "",
  });
}

/** `18:30`. Never show it without a zone's name near it. */
export function formatTime(date: Date, zone: string, locale: Locale): string {
  const parts = partsOf(date, zone, locale, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return `${parts.hour}:${parts.minute}`;
}

function partsOf(
  date: Date,
  zone: string,
  locale: Locale,
  options: Intl.DateTimeFormatOptions,
): Partial<Record<Intl.DateTimeFormatPartTypes, string>> {
  const format = dateTimeFormat(LOCALE_REGIONS[locale], {
    ...options,
    timeZone: zone,
  });
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
}
