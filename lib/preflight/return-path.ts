import { env } from "@/lib/env";
import { MailboxFault, tryMailbox } from "@/lib/mail/bounces/read-mailbox";
import type { Check, Finding } from "./check";

/** Does Usher hear of mails that come back later, and can the return mailbox be read? */
export const returnPathCheck: Check = {
  name: "return-path",
  async run(): Promise<Finding> {
    const { bounceImapUrl, mailEvents } = env();
    if (bounceImapUrl === null)
      return mailEvents === null
        ? { kind: "note", reason: "not-set-up" }
        : { kind: "note", reason: "provider" };
    const server = new URL(bounceImapUrl).host;
    try {
      await tryMailbox(bounceImapUrl);
      return { kind: "green", values: { server } };
    } catch (error) {
      if (!(error instanceof MailboxFault)) throw error;
      const { reason, code } = error;
      return { kind: "red", reason, by: "operator", values: { server, code } };
    }
  },
};
