import nodemailer from "nodemailer";
import SMTPConnection from "nodemailer/lib/smtp-connection";
import { env } from "@/lib/env";
import { addressOf } from "@/lib/mail/header-text";
import { transportOptions } from "@/lib/mail/transport";
import type { Check, Values } from "./check";

/**
 * Is the mail server there, does it take Usher's credentials, and the sender that mails come back to? Nothing is
 * sent: the conversation ends behind MAIL FROM. Whether it delivers, only a test message shows.
 */
export const mailServerCheck: Check = {
  name: "mail-server",
  async run() {
    if (!process.env.SMTP_URL) return { kind: "note", reason: "not-set-up" };
    const { smtpUrl, mailFrom, bounceAddress } = env();
    const sender = bounceAddress ?? addressOf(mailFrom);
    const values: Values = { server: new URL(smtpUrl).host, sender };
    try {
      await converse(smtpUrl, sender);
      return { kind: "green", values };
    } catch (error) {
      const { reason, code } = judge(error as SmtpError);
      return { kind: "red", reason, by: "operator", values: { ...values, code } };
    }
  },
};

/** Connects, signs in, names the sender. Rejects with what nodemailer says. */
async function converse(smtpUrl: string, sender: string): Promise<void> {
  const { transporter } = nodemailer.createTransport({
    url: smtpUrl,
    ...transportOptions(smtpUrl),
  });
  const { options } = transporter as unknown as { options: Options };
  const connection = new SMTPConnection(options) as SMTPConnection & Innards;
  try {
    await new Promise<void>((resolve, reject) => {
      connection.once("error", reject);
      connection.once("end", () => reject(Object.assign(new Error(), { code: "ECONNECTION" })));
      connection.connect((refused) => {
        if (refused) return reject(refused);
        const named = () => nameSender(connection, sender).then(resolve, reject);
        const { auth } = options;
        if (!auth || !connection.allowsAuth) return named();
        connection.login(auth, (error) => (error ? reject(error) : named()));
      });
    });
  } finally {
    connection.on("error", () => {});
    connection.quit();
  }
}

/** nodemailer has no public way to name a sender and stop: these two are how its own reset() speaks. */
interface Innards {
  _sendCommand(command: string): void;
  _responseActions: ((answer: string) => void)[];
}

type Options = ConstructorParameters<typeof SMTPConnection>[0] & {
  auth?: Parameters<SMTPConnection["login"]>[0];
};

function nameSender(connection: SMTPConnection & Innards, sender: string): Promise<void> {
  return new Promise((resolve, reject) => {
    connection._sendCommand(`MAIL FROM:<${sender}>`);
    connection._responseActions.push((answer) => {
      if (answer.startsWith("2")) return resolve();
      const responseCode = Number(/^\d{3}/.exec(answer)?.[0] ?? 0);
      reject(Object.assign(new Error(), { code: "EENVELOPE", responseCode }));
    });
  });
}

interface SmtpError {
  code?: string;
  /** What the system said, where nodemailer put a code of its own before it. */
  originalCode?: string;
  syscall?: string;
  responseCode?: number;
}

const NEEDS_LOGIN = [530, 534, 535, 538];

/** `code` is the reply's or the system's, never words: those may repeat an address. */
function judge({ code, originalCode, syscall, responseCode }: SmtpError) {
  const said = String(responseCode || originalCode || code || "unknown");
  const red = (reason: string) => ({ reason, code: said });
  if (code === "EAUTH" || NEEDS_LOGIN.includes(responseCode ?? 0)) return red("login");
  if (code === "EENVELOPE") return red((responseCode ?? 0) >= 500 ? "sender" : "later");
  if (code === "ETLS" || (code === "ESOCKET" && syscall === undefined)) return red("tls");
  return red("unreachable");
}
