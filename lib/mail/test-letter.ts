import { env } from "@/lib/env";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { addressOf } from "./header-text";
import type { Letter } from "./letter";
import { mailableName } from "./mailable-name";
import { ownMail } from "./own-mail";
import type { OutgoingMail } from "./types";

/** The message that shows whether mail arrives at all. It holds no secret and asks nothing. */
export function testMail(data: {
  to: { name: string; address: string };
  locale: Locale;
  /** Usher's public address. */
  url: string;
  /** Stable, in angle brackets. */
  messageId: string;
}): Promise<OutgoingMail> {
  return ownMail(writeTestLetter(data), data);
}

function writeTestLetter({ locale, to, url }: Parameters<typeof testMail>[0]): Letter {
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
    facts: [{ label: t("check.sender"), lines: [addressOf(env().mailFrom)], aside: null }],
    action: null,
    note: { title: t("check.note.title"), text: t("check.note.text") },
    further: { text: t("check.further.text"), label: t("check.further.label"), url },
    foot: { title: t("foot.title"), paragraphs: [t("check.foot"), t("foot.tracking")] },
  };
}
