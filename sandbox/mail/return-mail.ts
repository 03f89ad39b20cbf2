import { randomUUID } from "node:crypto";

/** Mail for this domain is taken, and comes back a moment later. */
const DOMAIN = "bounces.example";

interface Outcome {
  action: "failed" | "delayed";
  status: string;
  said: string;
}

/** By how the address begins; everybody else there doesn't exist. */
const OUTCOMES: Record<string, Outcome> = {
  full: { action: "failed", status: "5.2.2", said: "552 5.2.2 Mailbox is over its quota" },
  blocked: { action: "failed", status: "5.7.1", said: "550 5.7.1 Not wanted here, by our rules" },
  late: { action: "delayed", status: "4.4.1", said: "connect timed out, will try again" },
};
const NOBODY: Outcome = {
  action: "failed",
  status: "5.1.1",
  said: "550 5.1.1 No such mailbox here",
};

export function comesBack(recipient: string): boolean {
  return recipient.toLowerCase().endsWith(`@${DOMAIN}`);
}

/** What the sender asked for with the DSN extension (RFC 3461). */
export interface Asked {
  envelopeId?: string | undefined;
  headersOnly: boolean;
}

/** The report on a mail that came back (RFC 3464, in the multipart of RFC 6522), as it goes to its sender. */
export function returnMail(
  raw: Buffer,
  { from, to, asked }: { from: string; to: string; asked: Asked },
): Buffer {
  const begins = Object.keys(OUTCOMES).find((name) => to.toLowerCase().startsWith(name));
  const { action, status, said } = OUTCOMES[begins ?? ""] ?? NOBODY;
  const boundary = `report-${randomUUID()}`;
  const sent = raw.toString("latin1");
  const headers = sent.slice(0, sent.indexOf("\r\n\r\n") + 2);
  const lines = [
    "From: Mail delivery <mailer-daemon@sandbox.example>",
    `To: <${from}>`,
    `Subject: ${action === "failed" ? "Your mail came back" : "Your mail is late"}`,
    `Date: ${new Date().toUTCString()}`,
    `Message-ID: <${randomUUID()}@sandbox.example>`,
    "Auto-Submitted: auto-replied",
    "MIME-Version: 1.0",
    "Content-Type: multipart/report; report-type=delivery-status;",
    `\tboundary="${boundary}"`,
    "",
    `--${boundary}`,
    "Content-Type: text/plain; charset=us-ascii",
    "",
    action === "failed"
      ? `The mail below was not delivered to ${to}.`
      : `The mail below is not delivered to ${to} yet. Nothing is to be done.`,
    "",
    `--${boundary}`,
    "Content-Type: message/delivery-status",
    "",
    "Reporting-MTA: dns; sandbox.example",
    ...(asked.envelopeId ? [`Original-Envelope-Id: ${asked.envelopeId}`] : []),
    "",
    `Final-Recipient: rfc822; ${to}`,
    `Action: ${action}`,
    `Status: ${status}`,
    `Diagnostic-Code: smtp; ${said}`,
    "",
    `--${boundary}`,
    `Content-Type: ${asked.headersOnly ? "text/rfc822-headers" : "message/rfc822"}`,
    "",
    asked.headersOnly ? headers : sent,
    `--${boundary}--`,
    "",
  ];
  return Buffer.from(lines.join("\r\n"), "latin1");
}
