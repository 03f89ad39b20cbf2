import { LOCALES, type Locale } from "@/lib/i18n/locales";
import { CITIES } from "./zone-cities";

/** How times are said in one language. Its few words stand here because they are grammar, not copy. */
export interface ClockLanguage {
  /**
   * Each region names the abbreviations of its own part of the world ("EST" is GMT-5 in en-GB); the
   * first one's dates and clock are used.
   */
  regions: readonly string[];
  /** `{weekday} {day} {month} {year}`. */
  day: string;
  /** How the first of a month is counted. */
  first: string;
  /** From one day to another: `{from}`, `{to}`. */
  days: string;
  /** From one hour to another. */
  hours: string;
  /** What an hour is followed by. */
  hour: string;
  /** Where the last part of a zone's name is not what people write. */
  cities: Record<string, string>;
}

const LANGUAGES: Record<Locale, Omit<ClockLanguage, "cities">> = {
  en: {
    regions: ["en-GB", "en-US", "en-AU", "en-NZ", "en-ZA", "en-IN"],
    day: "{weekday} {day} {month} {year}",
    first: "1",
    days: "{from} to {to}",
    hours: "{from} to {to}",
    hour: "",
  },
  de: {
    regions: ["de-DE"],
    day: "{weekday}, {day}. {month} {year}",
    first: "1",
    days: "{from} bis {to}",
    hours: "{from} bis {to}",
    // "18:30 bis 20:00 Uhr", but "1:30 Uhr (MESZ) bis 1:30 Uhr (MEZ)".
    hour: " Uhr",
  },
  es: {
    regions: ["es-ES", "es-US", "es-AR", "es-CL"],
    day: "{weekday} {day} de {month} de {year}",
    first: "1",
    days: "del {from} al {to}",
    hours: "de {from} a {to}",
    hour: "",
  },
  fr: {
    regions: ["fr-FR"],
    day: "{weekday} {day} {month} {year}",
    // French counts the first of a month as an ordinal and all others as plain numbers.
    first: "1er",
    days: "du {from} au {to}",
    hours: "de {from} à {to}",
    hour: "",
  },
};

const languages = new Map<Locale, ClockLanguage>(
  LOCALES.map((locale) => [locale, { ...LANGUAGES[locale], cities: CITIES[locale] }]),
);

export function clockLanguage(locale: Locale): ClockLanguage {
  return languages.get(locale) as ClockLanguage;
}
