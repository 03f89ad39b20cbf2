import type { IncomingMessage } from "node:http";
import { LOCALE_COOKIE, LOCALES, type Locale, pickLocale } from "@/lib/i18n/locales";
import { readCookie } from "./cookies";

/** Inner header by which next.config.ts leads a request to its language's pages. */
export const LANGUAGE_HEADER = "x-lang";

/** The language for a request: the reader's own choice, else what the browser prefers. */
export function readerLanguage(req: IncomingMessage): Locale {
  return pickLocale(readCookie(req.headers.cookie, LOCALE_COOKIE), req.headers["accept-language"]);
}

/**
 * The public address of an inner one (`/fr/e/x` is `/e/x`), or null when it is public already.
 * Inner addresses are never handed out; who types one would see a page in a fixed language.
 */
export function publicAddress(url: string): string | null {
  const [, first = "", rest = ""] = /^\/([^/?]*)\/?(.*)$/.exec(url) ?? [];
  if (!(LOCALES as readonly string[]).includes(first)) return null;
  // One slash only: `/en//elsewhere` must not become another site's address.
  return `/${rest.replace(/^[/\\]+/, "")}`;
}
