import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";

const MINUTE = 60_000;

/** A length of time in its largest unit: "9 days", "26 hours", "12 minutes"; never "0". */
export function formatRemaining(milliseconds: number, locale: Locale): string {
  const minutes = Math.max(1, Math.ceil(milliseconds / MINUTE));
  if (minutes < 60) return inUnits(minutes, "minute", locale);
  const hours = Math.floor(minutes / 60);
  return hours < 48
    ? inUnits(hours, "hour", locale)
    : inUnits(Math.round(hours / 24), "day", locale);
}

function inUnits(value: number, unit: string, locale: Locale): string {
  return new Intl.NumberFormat(LOCALE_REGIONS[locale], {
    style: "unit",
    unit,
    unitDisplay: "long",
  }).format(value);
}
