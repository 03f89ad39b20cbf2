import { db } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import { type Placeholder, placeholdersOf } from "@/lib/mail/placeholders";
import type { EventAccess } from "@/lib/session/access";
import { loadTexts } from "./own-text";
import { standardSubject } from "./standard-subject";

export interface KeptMessage {
  /** The organizer's, or the standard one. */
  subject: string;
  words: string;
  isOwn: boolean;
  standard: string;
  /** Those that may stand in it. */
  placeholders: readonly Placeholder[];
  /** Where answers go. */
  organizerEmail: string | null;
}

/** What stands in a kind of mail in one language, for its editor. */
export async function readKeptText(
  access: EventAccess,
  { kind, locale }: { kind: MailKind; locale: Locale },
): Promise<KeptMessage> {
  const [texts, organizer] = await Promise.all([
    loadTexts(db(), access.eventId, kind),
    db()
      .selectFrom("events")
      .innerJoin("persons", "persons.id", "events.acts_as")
      .select("persons.email")
      .where("events.id", "=", access.eventId)
      .executeTakeFirstOrThrow(),
  ]);
  const own = texts[locale];
  const standard = standardSubject(kind, locale);
  return {
    subject: own?.subject ?? standard,
    words: own?.words ?? "",
    isOwn: own !== undefined,
    standard,
    placeholders: placeholdersOf(kind),
    organizerEmail: organizer.email,
  };
}
