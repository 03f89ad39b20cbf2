import type { GraphCall } from "./client";
import { limits } from "./limits";

/** A message for somebody's mailbox to send. Holds secrets in html and attachments. */
export interface GraphMail {
  to: GraphMailbox;
  replyTo: GraphMailbox | null;
  subject: string;
  html: string;
  /** Those whose names don't begin with `x-` are left out: Graph takes no others. */
  headers: Record<string, string>;
  attachments: { name: string; contentType: string; content: string }[];
}

interface GraphMailbox {
  name: string;
  address: string;
}

/**
 * Has the mailbox of the person whose token it is send a message (delegated `Mail.Send`), and keep no
 * copy in Sent Items. It comes from the mailbox's own name and address.
 *
 * Microsoft answers 202 with no body, which says that Exchange has taken it and not that it was
 * delivered: what it can't deliver comes back to that mailbox. As JSON a message has one body, no
 * Message-ID of ours, and only headers that begin with `x-`, five at most; a calendar entry can only
 * be a file. (https://learn.microsoft.com/graph/api/user-sendmail,
 * https://learn.microsoft.com/graph/api/resources/internetmessageheader)
 *
 * @throws GraphFault; after `no-answer` and `unavailable` it may have been sent all the same.
 */
export async function sendMail(call: GraphCall, mail: GraphMail): Promise<void> {
  const body = {
    message: {
      subject: mail.subject,
      body: { contentType: "HTML", content: mail.html },
      toRecipients: [recipient(mail.to)],
      ...(mail.replyTo && { replyTo: [recipient(mail.replyTo)] }),
      internetMessageHeaders: Object.entries(mail.headers)
        .filter(([name]) => /^x-/i.test(name))
        .map(([name, value]) => ({ name: name.toLowerCase(), value })),
      attachments: mail.attachments.map(({ name, contentType, content }) => ({
        "@odata.type": "#microsoft.graph.fileAttachment",
        name,
        contentType,
        contentBytes: Buffer.from(content, "utf8").toString("base64"),
      })),
    },
    saveToSentItems: false,
  };
  await call.hand(`${call.root}/sendMail`, body, {
    operation: "sendMail",
    patienceMs: limits.mailMs,
  });
}

function recipient({ name, address }: GraphMailbox) {
  return { emailAddress: name === "" ? { address } : { name, address } };
}
