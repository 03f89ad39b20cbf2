import { headers } from "next/headers";
import { asLocale, type Locale } from "@/lib/i18n/locales";

/** The language of the page that an action was sent from. */
export async function readerLocale(): Promise<Locale> {
  return asLocale((await headers()).get("x-lang"));
}
