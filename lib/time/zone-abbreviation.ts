import type { Locale } from "@/lib/i18n/locales";
import { dateTimeFormat } from "./date-time-format";

/** Each region names the abbreviations of its own part of the world ("EST" is GMT-5 in en-GB). */
const REGIONS: Record<Locale, readonly string[]> = {
  en: ["en-GB", "en-US", "en-AU", "en-NZ", "en-ZA", "en-IN"],
  de: ["de-DE"],
  es: ["es-ES", "es-US", "es-AR", "es-CL"],
  fr: ["fr-FR"],
};

const OFFSET = /^(GMT|UTC)[+\u2212-]/;

/**
 * What the clock in `zone` is called at `date` (GMT, BST, CET, EST, GMT+9): the abbreviation
 * where the language has one, else the offset.
 */
export function zoneAbbreviation(date: Date, zone: string, locale: Locale): string {
  const names = REGIONS[locale].map((region) => nameIn(region, date, zone));
  return names.find((name) => !OFFSET.test(name)) ?? names[0] ?? "UTC";
}

function nameIn(region: string, date: Date, zone: string): string {
  const format = dateTimeFormat(region, {
    timeZone: zone,
    timeZoneName: "short",
  });
  return format.formatToParts(date).find(({ type }) => type === "timeZoneName")?.value ?? "UTC";
}
