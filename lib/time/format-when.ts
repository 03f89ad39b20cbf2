import type { Locale } from "@/lib/i18n/locales";
import { clockLanguage } from "./clock-language";
import { type SayWhenInput, sayDay, sayTime, sayWhen, type When } from "./say-when";

export interface WhenInput extends Omit<SayWhenInput, "language"> {
  locale: Locale;
}

/** An event's time in `zone`, in the reader's language, always with the zone's name. */
export function formatWhen({ locale, ...when }: WhenInput): When {
  return sayWhen({ ...when, language: clockLanguage(locale) });
}

/** `Thursday 3 December 2026, 18:30, London (GMT)`. */
export function formatMoment(date: Date, zone: string, locale: Locale): string {
  const language = clockLanguage(locale);
  const { zoneName } = sayWhen({ startsAt: date, endsAt: date, zone, language });
  return `${sayDay(date, zone, language)}, ${sayTime(date, zone, language)}, ${zoneName}`;
}

/** `18:30`. Never show it without a zone's name near it. */
export function formatTime(date: Date, zone: string, locale: Locale): string {
  return sayTime(date, zone, clockLanguage(locale));
}
