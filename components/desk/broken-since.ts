import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { deskDates, zoneName } from "./dates";

/** Since when a connection is broken and why, as words. */
export function brokenSince(
  health: { since: string | null; reason: string | null },
  zone: string,
  locale: Locale,
  now: number,
): { time: string; reason: string } {
  const region = LOCALE_REGIONS[locale];
  const dates = deskDates(region, zone);
  const since = health.since ?? new Date(now).toISOString();
  const today = dates.daysBetween(since, now) === 0;
  return {
    time: today
      ? `${dates.clock(since)} ${zoneName(since, zone, region)}`
      : dates.moment(since, now),
    reason: connectionReason(health.reason, locale),
  };
}

/** Why a connection is broken, in words. */
export function connectionReason(reason: string | null, locale: Locale): string {
  const reasons = translator(locale, "reasons");
  const key = `connection.${reason}` as Parameters<typeof reasons>[0];
  return reason && reasons.has(key) ? reasons(key) : reasons("connection.interaction");
}
