import type { MailKind } from "@/lib/db/schema";
import { asLocale, isLocale, type Locale } from "@/lib/i18n/locales";
import { asKind } from "@/lib/messages/as-kind";

/** What of an event's messages an address asks for. */
export interface MessageAddress {
  /** Null: none in particular. */
  kind: MailKind | null;
  /** Language of the words that are shown and written. */
  locale: Locale;
  part: "html" | "text";
}

type Asked = Record<string, string | string[] | undefined>;

/** Reads `kind`, `lang` and `part`; without a language it is the reader's own. */
export function readMessageAddress(asked: Asked, reader: Locale): MessageAddress {
  return {
    kind: asKind(asked.kind),
    locale: isLocale(asked.lang) ? asked.lang : asLocale(reader),
    part: asked.part === "text" ? "text" : "html",
  };
}

/** The address that asks for it. */
export function messageHref(
  eventId: string,
  { kind, locale, part }: { kind: MailKind; locale: Locale; part?: "html" | "text" },
): string {
  const query = new URLSearchParams({ kind, lang: locale });
  if (part === "text") query.set("part", part);
  return `/dashboard/events/${eventId}/messages?${query}`;
}
