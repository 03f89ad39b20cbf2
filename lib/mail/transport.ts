import nodemailer, { type Transporter } from "nodemailer";
import { env, isLoopback } from "@/lib/env";
import { MailFault } from "./mail-fault";
import type { OutgoingMail } from "./types";

export type SendOutcome =
  | { kind: "sent" }
  /** For good. `reason` is the SMTP reply's code and nothing else: its words repeat the address. */
  | { kind: "refused"; reason: string };

const SECOND = 1000;

/** Replies to a message's own commands that speak of the operator's account, not of the mail. */
const NEEDS_OPERATOR = [530, 534, 535, 538];

let pool: { url: string; transporter: Transporter } | null = null;

/**
 * Hands a message to the mail server of SMTP_URL. SMTP has no exactly-once: after an answer that
 * got lost the same message is sent again, with the same Message-ID.
 * @throws MailFault when trying later can help (4xx, network, time-out, credentials refused).
 */
export async function send(message: OutgoingMail): Promise<SendOutcome> {
  const { calendar } = message;
  try {
    await transporter().sendMail({
      messageId: message.messageId,
      from: message.from,
      to: message.to,
      replyTo: message.replyTo ?? undefined,
      // Spelled out, so that no address can be read as two.
      envelope: { from: message.from.address, to: [message.to.address] },
      subject: message.subject,
      html: message.html,
      text: message.text,
      icalEvent: calendar
        ? { method: calendar.method, filename: "invite.ics", content: calendar.content }
        : undefined,
      headers: message.headers,
      xMailer: false,
      disableFileAccess: true,
      disableUrlAccess: true,
    });
    return { kind: "sent" };
  } catch (error) {
    return judge(error);
  }
}

/** Closes the pooled connections; for shutting down, after the last job. */
export function closeMail(): void {
  pool?.transporter.close();
  pool = null;
}

function judge(error: unknown): SendOutcome {
  const { code, responseCode, message } = error as {
    code?: string;
    responseCode?: number;
    message?: string;
  };
  const aboutMessage = code === "EENVELOPE" || code === "EMESSAGE";
  if (aboutMessage && responseCode && responseCode >= 500) {
    if (NEEDS_OPERATOR.includes(responseCode)) throw new MailFault(String(responseCode));
    return { kind: "refused", reason: String(responseCode) };
  }
  // Refused by nodemailer before anything was sent: 553 is what a server says to such an address.
  if (aboutMessage && !responseCode && /recipient|No recipients/.test(message ?? "")) {
    return { kind: "refused", reason: "553" };
  }
  throw new MailFault(String(responseCode ?? code ?? "unknown"));
}

function transporter(): Transporter {
  const { smtpUrl } = env();
  if (pool?.url === smtpUrl) return pool.transporter;
  closeMail();
  const made = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    dnsTimeout: 10 * SECOND,
    connectionTimeout: 10 * SECOND,
    greetingTimeout: 10 * SECOND,
    socketTimeout: 15 * SECOND,
    // Nobody is in between on this very machine, and servers there make their own certificates.
    ...(isLoopback(new URL(smtpUrl).hostname) ? { tls: { rejectUnauthorized: false } } : {}),
  });
  pool = { url: smtpUrl, transporter: made };
  return made;
}
