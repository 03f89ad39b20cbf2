import { createTranslator, type IntlError } from "use-intl/core";
import { type Area, CATALOGS, type Catalogs } from "./catalogs";
import { LOCALE_REGIONS, type Locale } from "./locales";

/** `t("key", { values })`, typed by the English catalog of one area. */
export type Translate<A extends Area> = ReturnType<typeof createTranslator<Catalogs[A]>>;

const made = new Map<string, unknown>();

/**
 * Words of one area in one language. `t.raw(key)` gives a message unfilled, for a client leaf
 * that fills it itself (see fill.ts).
 */
export function translator<A extends Area>(locale: Locale, area: A): Translate<A> {
  const key = `${locale}/${area}`;
  const known = made.get(key);
  if (known) return known as Translate<A>;
  const translate = createTranslator<Catalogs[A]>({
    locale: LOCALE_REGIONS[locale],
    messages: CATALOGS[locale][area],
    timeZone: "UTC",
    onError: refuse,
  });
  made.set(key, translate);
  return translate;
}

/** A missing word is a fault of ours: loud while developing, its key on the page in production. */
function refuse(error: IntlError): void {
  if (process.env.NODE_ENV !== "production") throw error;
}
