import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { dateTimeFormat } from "@/lib/time/date-time-format";
import type { FormDefinition, Text } from "./definition";

/** Words on a page, and their language where it is not the page's. */
export interface Said {
  text: string;
  lang?: Locale;
}

/** A text in the reader's language, else in the form's first. */
export function say(text: Text, locale: Locale, languages: FormDefinition["languages"]): Said {
  const own = languages.includes(locale) ? text[locale] : undefined;
  if (own) return { text: own };
  const [first] = languages;
  const words = (first && text[first]) ?? "";
  return first && first !== locale && words ? { text: words, lang: first } : { text: words };
}

/** A day as the reader writes it, out in full. */
export function sayDay(day: string, locale: Locale): string {
  return dateTimeFormat(LOCALE_REGIONS[locale], {
    dateStyle: "long",
    timeZone: "UTC",
  }).format(new Date(`${day}T00:00:00Z`));
}

export function sayNumber(number: number, locale: Locale): string {
  return new Intl.NumberFormat(LOCALE_REGIONS[locale], { maximumFractionDigits: 9 }).format(number);
}
