import nodemailer, { type Transporter } from "nodemailer";
import { env, isLoopback } from "@/lib/env";
import { mailLimits } from "./limits";
import { MailFault, type MailFaultScope } from "./mail-fault";
import { envelopeIdOf } from "./message-id";
import type { OutgoingMail } from "./types";

export type SendOutcome =
  | { kind: "sent" }
  /** For good. `reason` is the SMTP reply's code and nothing else: its words repeat the address. */
  | { kind: "refused"; reason: string };

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
      envelope: { from: env().bounceAddress ?? message.from.address, to: [message.to.address] },
      // A mail that comes back names itself, and leaves link and pass behind.
      dsn: { id: envelopeIdOf(message.messageId), return: "headers" },
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
    return await judge(error);
  }
}

/** Closes the pooled connections; for shutting down, after the last job. */
export function closeMail(): void {
  pool?.transporter.close();
  pool = null;
}

async function judge(error: unknown): Promise<SendOutcome> {
  const { code, command, responseCode, message } = error as {
    code?: string;
    command?: string;
    responseCode?: number;
    message?: string;
  };
  const aboutMessage = code === "EENVELOPE" || code === "EMESSAGE";
  if (aboutMessage && responseCode && responseCode >= 500) {
    // A sender that is refused is Usher's own address, whoever the mail is for.
    if (NEEDS_OPERATOR.includes(responseCode) || command === "MAIL FROM")
      throw new MailFault(String(responseCode), "operator");
    return { kind: "refused", reason: String(responseCode) };
  }
  if (code === "EAUTH") throw new MailFault(String(responseCode ?? code), "operator");
  // Refused by nodemailer before anything was sent: 553 is what a server says to such an address.
  if (aboutMessage && !responseCode && /recipient|No recipients/.test(message ?? "")) {
    return { kind: "refused", reason: "553" };
  }
  const said = String(responseCode ?? code ?? "unknown");
  if (aboutMessage && responseCode) throw new MailFault(said, "mail");
  throw new MailFault(said, await whoseTrouble());
}

/**
 * A connection that broke says not whether the server is away or this one mail upsets it: saying
 * hello again tells. Otherwise one mail could hold up everybody's for ever.
 */
async function whoseTrouble(): Promise<MailFaultScope> {
  try {
    await transporter().verify();
    return "mail";
  } catch (error) {
    return (error as { code?: string }).code === "EAUTH" ? "operator" : "server";
  }
}

function transporter(): Transporter {
  const { smtpUrl } = env();
  if (pool?.url === smtpUrl) return pool.transporter;
  closeMail();
  const made = nodemailer.createTransport({
    url: smtpUrl,
    pool: true,
    maxConnections: 3,
    ...transportOptions(smtpUrl),
  });
  pool = { url: smtpUrl, transporter: made };
  return made;
}

/** How any connection to the mail server is made: how long it may take, and whom it trusts. */
export function transportOptions(smtpUrl: string) {
  return {
    dnsTimeout: mailLimits.connectMs,
    connectionTimeout: mailLimits.connectMs,
    greetingTimeout: mailLimits.connectMs,
    socketTimeout: mailLimits.silenceMs,
    // Nobody is in between on this very machine, and servers there make their own certificates.
    ...(isLoopback(new URL(smtpUrl).hostname) ? { tls: { rejectUnauthorized: false } } : {}),
  };
}
