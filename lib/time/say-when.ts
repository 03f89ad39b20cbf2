import { fill } from "@/lib/i18n/fill";
import type { ClockLanguage } from "./clock-language";
import { dateTimeFormat } from "./date-time-format";

/** The one formatter of event times: needs nothing but Intl and the language's own data. */
export interface SayWhenInput {
  startsAt: Date;
  endsAt: Date;
  /** IANA name. */
  zone: string;
  language: ClockLanguage;
}

export interface When {
  /** `Thursday 3 December 2026`; of an event over several days: `… to Friday 4 December 2026`. */
  date: string;
  /** `18:30 to 20:00`, 24 hours. Where the clocks change meanwhile: `00:30 (BST) to 02:00 (GMT)`. */
  time: string;
  /** `18:30`, when it begins. */
  start: string;
  /** `London (GMT)`. */
  zoneName: string;
  /** Of the day on which it begins, as a leaf of a calendar has them: `Dec` and `3`. */
  month: string;
  day: string;
  /** All of it: `Thursday 3 December 2026, 18:30 to 20:00, London (GMT)`. */
  full: string;
}

/** An event's time in `zone`, always with the zone's name. */
export function sayWhen({ startsAt, endsAt, zone, language }: SayWhenInput): When {
  const { days, hours, hour } = language;
  const firstDay = sayDay(startsAt, zone, language);
  const lastDay = sayDay(endsAt, zone, language);
  const from = sayTime(startsAt, zone, language);
  const to = sayTime(endsAt, zone, language);
  const city = sayCity(zone, language);
  const clock = sayClock(startsAt, zone, language);
  const clockAtEnd = sayClock(endsAt, zone, language);

  const clocksChange = clock !== clockAtEnd;
  const named = (time: string, name: string) => (clocksChange ? `${time} (${name})` : time);
  const zoneName = clocksChange || clock === city ? city : `${city} (${clock})`;
  const time = fill(hours, {
    from: clocksChange ? named(from + hour, clock) : from,
    to: named(to + hour, clockAtEnd),
  });
  const oneDay = firstDay === lastDay;
  const date = oneDay ? firstDay : fill(days, { from: firstDay, to: lastDay });
  const span = oneDay
    ? `${date}, ${time}`
    : fill(days, {
        from: `${firstDay}, ${named(from, clock)}`,
        to: `${lastDay}, ${named(to, clockAtEnd)}`,
      });
  return {
    date,
    time,
    start: from,
    zoneName,
    ...sayLeaf(startsAt, zone, language),
    full: `${span}, ${zoneName}`,
  };
}

function sayLeaf(date: Date, zone: string, language: ClockLanguage) {
  const { month = "", day = "" } = partsOf(date, zone, language, {
    month: "short",
    day: "numeric",
  });
  return { month: month.replace(".", ""), day };
}

/** `Thursday 3 December 2026`. */
export function sayDay(date: Date, zone: string, language: ClockLanguage): string {
  const { day = "", ...parts } = partsOf(date, zone, language, {
    weekday: "long",
    day: "numeric",
    month: "long",
    year: "numeric",
  });
  return fill(language.day, { ...parts, day: day === "1" ? language.first : day });
}

/** `18:30`. Never show it without a zone's name near it. */
export function sayTime(date: Date, zone: string, language: ClockLanguage): string {
  const { hour, minute } = partsOf(date, zone, language, {
    hour: "2-digit",
    minute: "2-digit",
    hourCycle: "h23",
  });
  return `${hour}:${minute}`;
}

/** City that a zone is named after, as its readers write it (`Europe/London` → Londres). */
export function sayCity(zone: string, { cities }: ClockLanguage): string {
  const place = zone.split("/").at(-1) ?? zone;
  return cities[place] ?? place.replaceAll("_", " ");
}

const OFFSET = /^(GMT|UTC)[+\u2212-]/;

/**
 * What the clock in `zone` is called at `date` (GMT, BST, CET, EST, GMT+9): the abbreviation
 * where the language has one, else the offset.
 */
export function sayClock(date: Date, zone: string, { regions }: ClockLanguage): string {
  let first: string | undefined;
  for (const region of regions) {
    const name = nameIn(region, date, zone);
    if (!OFFSET.test(name)) return name;
    first ??= name;
  }
  return first ?? "UTC";
}

function nameIn(region: string, date: Date, zone: string): string {
  const format = dateTimeFormat(region, { timeZone: zone, timeZoneName: "short" });
  return format.formatToParts(date).find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
}

function partsOf(
  date: Date,
  zone: string,
  { regions }: ClockLanguage,
  options: Intl.DateTimeFormatOptions,
): Record<string, string> {
  const format = dateTimeFormat(regions[0] ?? "en-GB", { ...options, timeZone: zone });
  return Object.fromEntries(format.formatToParts(date).map(({ type, value }) => [type, value]));
}
