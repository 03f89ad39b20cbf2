import { asLocale } from "@/lib/i18n/locales";
import { clockLanguage } from "@/lib/time/clock-language";
import { dateTimeFormat } from "@/lib/time/date-time-format";
import { sayClock } from "@/lib/time/say-when";

const DAY = 86_400_000;

/**
 * Dates of the desk in one zone and one language. `locale` has its region (`en-GB`); moments are
 * ISO strings. A time of day never stands without its zone: either `zoneName` is in the sentence
 * or it heads the column.
 */
export function deskDates(locale: string, zone: string) {
  const format = (options: Intl.DateTimeFormatOptions) =>
    dateTimeFormat(locale, { timeZone: zone, ...options });
  const time = format({ hour: "2-digit", minute: "2-digit", hourCycle: "h23" });
  const dayMonth = format({ day: "numeric", month: "short" });
  const key = dateTimeFormat("en-CA", { timeZone: zone, dateStyle: "short" });

  const clock = (at: string) => time.format(new Date(at));
  const dayKey = (at: string | number) => key.format(new Date(at));

  return {
    clock,
    /** `2026-12-03`, the day in this zone. */
    dayKey,
    /** The parts of a ticket's stub. */
    stub(at: string) {
      const date = new Date(at);
      return {
        weekday: format({ weekday: "short" }).format(date),
        day: format({ day: "numeric" }).format(date).replace(/\D/g, ""),
        month: format({ month: "short" }).format(date),
      };
    },
    /** `18:00–19:15 CET` */
    range(from: string, to: string) {
      return `${clock(from)}–${clock(to)} ${zoneName(from, zone, locale)}`;
    },
    /** `Thu 3 December, 18:00–19:15 CET`; both days when it ends on another one. */
    when(from: string, to: string) {
      const day = format({ weekday: "short", day: "numeric", month: "long" });
      const start = `${day.format(new Date(from))}, ${clock(from)}`;
      const end =
        dayKey(from) === dayKey(to) ? clock(to) : ` ${day.format(new Date(to))}, ${clock(to)}`;
      return `${start}–${end} ${zoneName(from, zone, locale)}`;
    },
    /** `3 Dec`, with the year when it isn't this one. */
    date(at: string, now: number) {
      const sameYear = dayKey(at).slice(0, 4) === dayKey(now).slice(0, 4);
      return sameYear
        ? dayMonth.format(new Date(at))
        : format({ day: "numeric", month: "short", year: "numeric" }).format(new Date(at));
    },
    /** `3 Dec, 18:00 CET` */
    moment(at: string, now: number) {
      return `${this.date(at, now)}, ${clock(at)} ${zoneName(at, zone, locale)}`;
    },
    /** `Thursday` and `3 December`, for the head of a day (`2026-12-03`). */
    dayHead(day: string) {
      const part = (options: Intl.DateTimeFormatOptions) =>
        dateTimeFormat(locale, { timeZone: "UTC", ...options }).format(new Date(day));
      return { weekday: part({ weekday: "long" }), date: part({ day: "numeric", month: "long" }) };
    },
    /** Days between the two, by the calendar of this zone. */
    daysBetween(from: string | number, to: string | number) {
      return Math.round((Date.parse(dayKey(to)) - Date.parse(dayKey(from))) / DAY);
    },
  };
}

export type DeskDates = ReturnType<typeof deskDates>;

/** `in 10 days`, `tomorrow`, `3 hours ago`. */
export function relative(at: string, now: number, locale: string): string {
  const words = new Intl.RelativeTimeFormat(locale, { numeric: "auto" });
  const minutes = Math.round((Date.parse(at) - now) / 60_000);
  if (Math.abs(minutes) < 60) return words.format(minutes, "minute");
  const hours = Math.round(minutes / 60);
  if (Math.abs(hours) < 24) return words.format(hours, "hour");
  const days = Math.round(hours / 24);
  return Math.abs(days) < 60
    ? words.format(days, "day")
    : words.format(Math.round(days / 30), "month");
}

/** The zone's short name at a moment: `CET`, `EST`, or `GMT+9` where the language has none. */
export function zoneName(at: string | number, zone: string, locale: string): string {
  return sayClock(new Date(at), zone, clockLanguage(asLocale(locale.slice(0, 2))));
}
