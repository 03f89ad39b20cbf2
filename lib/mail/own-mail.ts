import { env } from "@/lib/env";
import { addressOf, headerText } from "./header-text";
import type { Letter } from "./letter";
import { letterText } from "./letter-text";
import { mailableName } from "./mailable-name";
import { renderLetter } from "./render-letter";
import type { OutgoingMail } from "./types";

/** A letter that Usher writes for itself, and not for an event: nobody is there to reply to. */
export async function ownMail(
  letter: Letter,
  { to, messageId }: { to: { name: string; address: string }; messageId: string },
): Promise<OutgoingMail> {
  return {
    messageId,
    from: { name: "Usher", address: addressOf(env().mailFrom) },
    to: { name: mailableName(to.name) ?? "", address: to.address },
    replyTo: null,
    subject: headerText(letter.subject),
    html: await renderLetter(letter),
    text: letterText(letter),
    calendar: null,
    headers: {
      "Auto-Submitted": "auto-generated",
      "X-Auto-Response-Suppress": "All",
      "Content-Language": letter.locale,
    },
  };
}
