import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { Letter } from "./letter";
import { letterText } from "./letter-text";
import { mailableName } from "./mailable-name";
import { renderLetter } from "./render-letter";
import type { OutgoingMail } from "./types";

/** The message that shows whether mail arrives at all. It holds no secret and asks nothing. */
export async function testMail(data: {
  to: { name: string; address: string };
  locale: Locale;
  /** Usher's own address. */
  sender: string;
  /** Usher's public address. */
  url: string;
  /** Stable, in angle brackets. */
  messageId: string;
}): Promise<OutgoingMail> {
  const letter = writeTestLetter(data);
  return {
    messageId: data.messageId,
    from: { name: "Usher", address: data.sender },
    to: { name: mailableName(data.to.name) ?? "", address: data.to.address },
    replyTo: null,
    subject: letter.subject,
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

function writeTestLetter({ locale, to, sender, url }: Parameters<typeof testMail>[0]): Letter {
  const t = translator(locale, "mail");
  const name = mailableName(to.name);
  return {
    locale,
    subject: t("check.subject"),
    host: "Usher",
    title: t("check.title"),
    accent: "velvet",
    hello: name === null ? t("broken.helloUnnamed") : t("broken.hello", { name }),
    lead: t("check.lead"),
    words: null,
    facts: [{ label: t("check.sender"), lines: [sender], aside: null }],
    action: null,
    note: { title: t("check.note.title"), text: t("check.note.text") },
    further: { text: t("check.further.text"), label: t("check.further.label"), url },
    foot: { title: t("foot.title"), paragraphs: [t("check.foot"), t("foot.tracking")] },
  };
}
