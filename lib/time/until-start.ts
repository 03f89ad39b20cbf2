import { DateTime } from "luxon";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";

const MINUTE_MS = 60_000;
const BY_THE_CLOCK_HOURS = 10;

/**
 * How far off a start is, as people say it: "in 15 minutes", "in 1 hour", "today", "tomorrow",
 * "in 3 days". Rounded, since a mail of an hour before is read some moments later; days are those
 * of the reader's calendar.
 */
export function untilStart(startsAt: Date, now: Date, zone: string, locale: Locale): string {
  const format = new Intl.RelativeTimeFormat(LOCALE_REGIONS[locale], { numeric: "auto" });
  const minutes = Math.max(1, Math.round((startsAt.getTime() - now.getTime()) / MINUTE_MS));
  if (minutes < 50) return format.format(roundMinutes(minutes), "minute");
  const hours = Math.round(minutes / 60);
  if (hours <= BY_THE_CLOCK_HOURS) return format.format(hours, "hour");
  const day = (at: Date) => DateTime.fromJSDate(at, { zone }).startOf("day");
  return format.format(Math.round(day(startsAt).diff(day(now), "days").days), "day");
}

function roundMinutes(minutes: number): number {
  return minutes < 10 ? minutes : Math.round(minutes / 5) * 5;
}
