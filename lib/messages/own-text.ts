import type { Db, Tx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import { isLocale, LOCALES, type Locale } from "@/lib/i18n/locales";
import type { OwnText } from "@/lib/mail/types";
import { isEditable } from "./editable";

/** What an organizer wrote for a kind of mail, in each language that they wrote in. */
export async function loadTexts(
  tx: Db | Tx,
  eventId: string,
  kind: MailKind,
): Promise<Partial<Record<Locale, { subject: string | null; words: string | null }>>> {
  const rows = await tx
    .selectFrom("mail_texts")
    .select(["locale", "subject", "words"])
    .where("event_id", "=", eventId)
    .where("kind", "=", kind)
    .execute();
  return Object.fromEntries(
    rows.flatMap(({ locale, ...text }) => (isLocale(locale) ? [[locale, text]] : [])),
  );
}

/**
 * What of it somebody reads: the subject in their own language or the standard one; the words in
 * the first language in which there are any, if not in theirs. Null when there is nothing.
 */
export async function ownTextFor(
  tx: Db | Tx,
  { eventId, kind, locale }: { eventId: string; kind: MailKind; locale: Locale },
): Promise<OwnText | null> {
  // The confirmation once more is the confirmation, with a first sentence of its own.
  const of = kind === "resent" ? "confirmation" : kind;
  if (!isEditable(of)) return null;
  const texts = await loadTexts(tx, eventId, of);
  const subject = kind === "resent" ? null : (texts[locale]?.subject ?? null);
  const written = [locale, ...LOCALES].find((each) => texts[each]?.words);
  const words = written ? (texts[written]?.words ?? null) : null;
  if (subject === null && words === null) return null;
  return { subject, words: words === null || !written ? null : { text: words, locale: written } };
}
