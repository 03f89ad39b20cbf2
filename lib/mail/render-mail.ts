import { env } from "@/lib/env";
import { addressOf, headerText } from "./header-text";
import { writeLetter } from "./letter";
import { letterText } from "./letter-text";
import { mailCalendar } from "./mail-calendar";
import { mailableName } from "./mailable-name";
import { OWN_ID_HEADER } from "./message-id";
import { renderLetter } from "./render-letter";
import type { MailData, OutgoingMail } from "./types";

export interface MailContext {
  /** Usher's own address, which the mail comes from whoever hosts. */
  sender: string;
  /** Stamp of the calendar entry. */
  now: Date;
}

/**
 * The whole message for a kind of mail: HTML, text and calendar entry in the attendee's language.
 * Pure when the context is given; without it the sender is MAIL_FROM's and the stamp is now.
 */
export async function renderMail(
  data: MailData,
  context: MailContext = { sender: addressOf(env().mailFrom), now: new Date() },
): Promise<OutgoingMail> {
  const letter = writeLetter(data);
  const host = headerText(letter.host);
  const { firstName, lastName, email } = data.person;
  return {
    messageId: data.messageId,
    from: { name: host, address: context.sender },
    to: { name: mailableName(`${firstName} ${lastName}`) ?? "", address: email },
    replyTo: data.organizerEmail ? { name: host, address: data.organizerEmail } : null,
    subject: headerText(letter.subject),
    html: await renderLetter(letter),
    text: letterText(letter),
    calendar: mailCalendar(data, context),
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": letter.locale,
      [OWN_ID_HEADER]: data.messageId,
    },
  };
}
