import { randomUUID } from "node:crypto";
import { env } from "@/lib/env";
import type { Locale } from "@/lib/i18n/locales";
import { messageHost } from "@/lib/mail/header-text";
import { MailFault } from "@/lib/mail/mail-fault";
import { testMail } from "@/lib/mail/test-letter";
import { send } from "@/lib/mail/transport";

export type TestMessageOutcome =
  | { kind: "sent" }
  /** Key of `mail` in the reasons catalog. */
  | { kind: "failed"; reason: string };

/** Sends a test message now, past the queue: its outcome is what is asked for. */
export async function sendTestMessage(to: {
  name: string;
  address: string;
  locale: Locale;
}): Promise<TestMessageOutcome> {
  const { mailFrom, publicUrl } = env();
  const message = await testMail({
    to,
    locale: to.locale,
    url: publicUrl,
    messageId: `<check.${randomUUID()}@${messageHost(mailFrom)}>`,
  });
  try {
    const answer = await send(message);
    return answer.kind === "sent" ? answer : { kind: "failed", reason: answer.reason };
  } catch (error) {
    if (error instanceof MailFault) return { kind: "failed", reason: error.reason };
    throw error;
  }
}
