import type { MailKind } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import { renderMail } from "@/lib/mail/render-mail";
import type { OutgoingMail } from "@/lib/mail/types";
import type { EventAccess } from "@/lib/session/access";
import { sampleMail } from "./sample-mail";

/** Names as they are common where the language is spoken. */
const READERS: Record<Locale, { firstName: string; lastName: string }> = {
  en: { firstName: "Amara", lastName: "Diallo" },
  de: { firstName: "Jonas", lastName: "Weber" },
  es: { firstName: "Lucía", lastName: "Navarro" },
  fr: { firstName: "Camille", lastName: "Laurent" },
};

/** Somebody who isn't, as whom a language's mails are shown. */
export function exampleReader(locale: Locale) {
  return { ...READERS[locale], email: "reader@example.org" };
}

/** A kind of mail as an attendee would read it, by the renderer of all mails. */
export async function previewMessage(
  access: EventAccess,
  about: { kind: MailKind; locale: Locale },
  now: Date,
): Promise<OutgoingMail> {
  const data = await sampleMail(
    access.eventId,
    {
      ...about,
      person: exampleReader(about.locale),
      isTest: false,
      messageId: "<example@usher.invalid>",
    },
    now,
  );
  return renderMail(data);
}
