import type { Attachment } from "mailparser";
import { mailIdIn, OWN_ID_HEADER } from "../message-id";
import { type Bounce, bounceOf } from "./bounce";

const STATUS = ["message/delivery-status", "message/global-delivery-status"];
/** What was sent, whole or its headers; of either only headers are read. */
const RETURNED = [
  "message/rfc822",
  "text/rfc822-headers",
  "message/global",
  "message/global-headers",
];

/**
 * What a delivery status notification (RFC 3464) tells of a mail of ours. Null for everything else:
 * letters, absence notices, receipts, and reports of mails that Usher didn't send.
 */
export async function readReport(source: Buffer): Promise<Bounce | null> {
  // As imapflow is: when it is needed.
  const { simpleParser } = await import("mailparser");
  const { headers, attachments } = await simpleParser(source, {
    keepDeliveryStatus: true,
    ignoreEmbedded: true,
    skipHtmlToText: true,
    skipTextToHtml: true,
    skipImageLinks: true,
    checksumAlgo: false,
  });
  const type = headers.get("content-type") as { value?: string } | undefined;
  if (type?.value !== "multipart/report") return null;
  const status = textOf(attachments, STATUS);
  if (status === null) return null;
  const [message = new Map<string, string>(), ...recipients] = blocksIn(status);
  const told = (action: string) =>
    recipients.find((recipient) => recipient.get("action")?.toLowerCase() === action);
  const failed = told("failed");
  const recipient = failed ?? told("delayed");
  const mailId = whose(textOf(attachments, RETURNED) ?? "", message);
  if (!recipient || mailId === null) return null;
  return bounceOf(mailId, failed ? "failed" : "delayed", {
    status: recipient.get("status"),
    said: recipient.get("diagnostic-code"),
  });
}

/**
 * Which mail of ours it is about. Only what names the mail itself counts: an answer to one of ours
 * that came back names ours too, among its references.
 */
function whose(returned: string, message: Map<string, string>): string | null {
  const [headers = new Map<string, string>()] = blocksIn(returned);
  const names = [
    headers.get(OWN_ID_HEADER.toLowerCase()),
    headers.get("message-id"),
    message.get("original-envelope-id"),
  ];
  for (const name of names) {
    const mailId = mailIdIn(name ?? "");
    if (mailId) return mailId;
  }
  return null;
}

function textOf(attachments: Attachment[], types: string[]): string | null {
  const part = attachments.find(({ contentType }) => types.includes(contentType));
  return part ? part.content.toString("utf8") : null;
}

/** Blocks of fields between empty lines, by lower-case name; continued lines belong to theirs. */
function blocksIn(text: string): Map<string, string>[] {
  return text
    .replaceAll("\r\n", "\n")
    .trimStart()
    .split(/\n\s*\n/)
    .map((block) => {
      const fields = new Map<string, string>();
      for (const line of block.replace(/\n[ \t]+/g, " ").split("\n")) {
        const [, name, value] = /^([!-9;-~]+)\s*:(.*)$/.exec(line) ?? [];
        if (name && value !== undefined && !fields.has(name.toLowerCase()))
          fields.set(name.toLowerCase(), value.trim());
      }
      return fields;
    });
}
