/** Languages Usher speaks whole; the first one answers when a reader wants none of them. */
export const LOCALES = ["en", "de", "es", "fr"] as const;

export type Locale = (typeof LOCALES)[number];

/** Cookie that keeps the language a reader chose in the footer. */
export const LOCALE_COOKIE = "lang";

/** What each language calls itself. */
export const LOCALE_NAMES: Record<Locale, string> = {
  en: "English",
  de: "Deutsch",
  es: "Español",
  fr: "Français",
};

/** The region whose dates and clock a language gets while the reader's own is unknown. */
export const LOCALE_REGIONS: Record<Locale, string> = {
  en: "en-GB",
  de: "de-DE",
  es: "es-ES",
  fr: "fr-FR",
};

const RIGHT_TO_LEFT = new Set(["ar", "fa", "he", "ur"]);

/** Which way a language's lines run, for `dir`. */
export function dirOf(locale: string): "ltr" | "rtl" {
  return RIGHT_TO_LEFT.has(locale.slice(0, 2)) ? "rtl" : "ltr";
}

export function isLocale(value: unknown): value is Locale {
  return (LOCALES as readonly unknown[]).includes(value);
}

/** `value` when it is a language we have, else the first one. */
export function asLocale(value: unknown): Locale {
  return isLocale(value) ? value : LOCALES[0];
}

const RANGE = /^\s*([a-z]{1,8})(?:-[a-z0-9-]*)?\s*(?:;\s*q=([01](?:\.\d{1,3})?))?\s*$/;

/**
 * The language for a request: the cookie's when we speak it, else the best of `Accept-Language`,
 * else the first of LOCALES. Both come from the outside and may hold anything.
 */
export function pickLocale(cookie: string | undefined, acceptLanguage: string | undefined): Locale {
  if (isLocale(cookie)) return cookie;
  let best: Locale = LOCALES[0];
  let bestQuality = 0;
  for (const part of (acceptLanguage ?? "").slice(0, 200).toLowerCase().split(",")) {
    const [, language, q] = RANGE.exec(part) ?? [];
    const quality = q === undefined ? 1 : Number(q);
    if (isLocale(language) && quality > bestQuality) {
      best = language;
      bestQuality = quality;
    }
  }
  return best;
}
