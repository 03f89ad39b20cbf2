import type { MailKind } from "@/lib/db/schema";
import { CATALOGS } from "@/lib/i18n/catalogs";
import type { Locale } from "@/lib/i18n/locales";

/** The subject that a kind of mail has by itself, with its placeholders. */
export function standardSubject(kind: MailKind, locale: Locale): string {
  return CATALOGS[locale].mail[kind].subject;
}
