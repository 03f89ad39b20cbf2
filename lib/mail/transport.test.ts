import { createServer, type Server } from "node:net";
import { type AddressObject, type ParsedMail, simpleParser } from "mailparser";
import { SMTPServer, type SMTPServerOptions } from "smtp-server";
import { afterEach, describe, expect, it } from "vitest";
import type { MailKind } from "@/lib/db/schema";
import { resetEnv } from "@/lib/env";
import { LOCALES } from "@/lib/i18n/locales";
import { JOIN_LINK, mailData, PASS_URL } from "./mail-data.fixture";
import { MailFault } from "./mail-fault";
import { renderMail } from "./render-mail";
import { closeMail, send } from "./transport";
import type { MailData } from "./types";

interface Received {
  raw: string;
  from: string;
  to: string[];
}

const closers: (() => Promise<void>)[] = [];

afterEach(async () => {
  closeMail();
  for (const close of closers.splice(0)) await close();
});

/** A mail server of this test; `options` make it refuse. */
async function mailServer(options: SMTPServerOptions = {}): Promise<Received[]> {
  const received: Received[] = [];
  const server = new SMTPServer({
    authOptional: true,
    logger: false,
    onData(stream, session, done) {
      const chunks: Buffer[] = [];
      stream.on("data", (chunk: Buffer) => chunks.push(chunk));
      stream.on("end", () => {
        const { mailFrom, rcptTo } = session.envelope;
        received.push({
          raw: Buffer.concat(chunks).toString("utf8"),
          from: mailFrom ? mailFrom.address : "",
          to: rcptTo.map(({ address }) => address),
        });
        done();
      });
    },
    ...options,
  });
  // What a client does to its connection is no fault of this test.
  server.on("error", () => {});
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  closers.push(() => new Promise((resolve) => server.close(() => resolve())));
  useServer((server.server.address() as { port: number }).port);
  return received;
}

function useServer(port: number, credentials = ""): void {
  process.env.SMTP_URL = `smtp://${credentials}127.0.0.1:${port}`;
  process.env.MAIL_FROM = "Usher <places@usher.example>";
  resetEnv();
}

async function deliver(changes?: Partial<MailData>): Promise<void> {
  expect(await send(await renderMail(mailData(changes)))).toEqual({ kind: "sent" });
}

function refusal(code: number): Error {
  return Object.assign(new Error("amara.diallo@example.org is unknown here"), {
    responseCode: code,
  });
}

const KINDS: MailKind[] = ["confirmation", "link", "again", "withdrawn", "cancelled"];

describe("what arrives", () => {
  it.each(KINDS.flatMap((kind) => LOCALES.map((locale) => [kind, locale] as const)))(
    "%s in %s, whole",
    async (kind, locale) => {
      const received = await mailServer();
      await deliver({ kind, locale });
      const [message] = received;
      const mail = await simpleParser(message?.raw ?? "");
      expect(message?.from).toBe("places@usher.example");
      expect(message?.to).toEqual(["amara.diallo@example.org"]);
      expect(mail.from?.value).toEqual([
        { name: "Northmoor Observatory", address: "places@usher.example" },
      ]);
      expect((mail.to as AddressObject).value).toEqual([
        { name: "Amara Diallo", address: "amara.diallo@example.org" },
      ]);
      expect(mail.replyTo?.value[0]?.address).toBe("hello@northmoor.example");
      expect(mail.messageId).toBe("<confirmation.5f1c7e0a@usher.example>");
      expect(mail.headers.get("auto-submitted")).toBe("auto-generated");
      expect(mail.headers.get("x-auto-response-suppress")).toBe("All");
      expect(mail.text).toContain("Northmoor Observatory");
      expect(mail.html).toContain("Northmoor Observatory");
    },
  );

  it("has the calendar entry as a part of its own and as a file", async () => {
    const received = await mailServer();
    await deliver();
    await deliver({ kind: "withdrawn" });
    for (const [index, method] of ["REQUEST", "CANCEL"].entries()) {
      const raw = (received[index]?.raw ?? "").replace(/\r\n[ \t]+/g, " ");
      expect(raw).toMatch(/^Content-Type: multipart\/mixed/m);
      expect(raw).toMatch(/^Content-Type: multipart\/alternative/m);
      expect(raw).toMatch(
        new RegExp(`^Content-Type: text/calendar; charset=utf-8; method=${method}`, "m"),
      );
      const mail = await simpleParser(raw);
      const file = mail.attachments.find(({ filename }) => filename === "invite.ics");
      expect(file?.content.toString()).toContain(`METHOD:${method}\r\n`);
    }
  });

  it("keeps link and pass to the body", async () => {
    const received = await mailServer();
    for (const kind of KINDS) await deliver({ kind });
    for (const { raw } of received) {
      const mail = await simpleParser(raw);
      const headers = mail.headerLines.map(({ line }) => line).join("\n");
      expect(headers).not.toMatch(/https?:|teams|usher\.example\/|\/r\//i);
    }
    const first = await parsed(received[0]);
    expect(first.text).toContain(JOIN_LINK);
    expect(first.text).toContain(PASS_URL);
  });

  it("has one recipient and one subject whatever was typed", async () => {
    const received = await mailServer();
    const hostile = 'Sky"\r\nBcc: all@example.org, x <y@example.org>;\r\n\r\nbody';
    await deliver({
      event: { ...mailData().event, title: hostile, hostName: hostile },
      person: { firstName: "Zoë 🔭", lastName: "ليلى", email: "zoe+sky@münchen.example" },
    });
    const mail = await parsed(received[0]);
    // smtp-server spells the domain out again.
    expect(received[0]?.to).toEqual(["zoe+sky@münchen.example"]);
    expect(received[0]?.raw).toContain("<zoe+sky@xn--mnchen-3ya.example>");
    expect(mail.bcc).toBeUndefined();
    expect(mail.subject).toContain('You’re in: Sky" Bcc: all@example.org');
    expect(mail.from?.value).toHaveLength(1);
    expect(mail.from?.value[0]?.address).toBe("places@usher.example");
    expect((mail.to as AddressObject).value).toMatchObject([{ name: "Zoë 🔭 ليلى" }]);
  });
});

function parsed(message: Received | undefined): Promise<ParsedMail> {
  return simpleParser(message?.raw ?? "");
}

describe("what the server answers", () => {
  const failing = async () => send(await renderMail(mailData()));

  it("5xx to the recipient: refused, with the code and nothing else", async () => {
    await mailServer({ onRcptTo: (_address, _session, done) => done(refusal(550)) });
    expect(await failing()).toEqual({ kind: "refused", reason: "550" });
  });

  it("5xx to the sender: Usher's own address is refused, the operator's trouble", async () => {
    await mailServer({ onMailFrom: (_address, _session, done) => done(refusal(553)) });
    await expect(failing()).rejects.toMatchObject({ code: "553", reason: "operator" });
  });

  it("5xx to the message: refused", async () => {
    await mailServer({
      onData(stream, _session, done) {
        stream.resume();
        stream.on("end", () => done(refusal(554)));
      },
    });
    expect(await failing()).toEqual({ kind: "refused", reason: "554" });
  });

  it("4xx: a fault that says to try again and names nobody", async () => {
    await mailServer({ onRcptTo: (_address, _session, done) => done(refusal(451)) });
    const fault = await failing().catch((error) => error);
    expect(fault).toBeInstanceOf(MailFault);
    expect(fault).toMatchObject({ retry: true, code: "451", reason: "later" });
    expect(`${fault.stack} ${JSON.stringify(fault)}`).not.toContain("amara");
    expect(fault.cause).toBeUndefined();
  });

  it("credentials refused: the operator's trouble, not the mail's", async () => {
    await mailServer({ onAuth: (_auth, _session, done) => done(refusal(535)) });
    useServer(Number(new URL(process.env.SMTP_URL ?? "").port), "usher:wrong@");
    await expect(failing()).rejects.toMatchObject({ code: "535", reason: "operator" });
  });

  it("nobody there, or somebody who isn't a mail server: a fault", async () => {
    useServer(1);
    await expect(failing()).rejects.toMatchObject({ retry: true, reason: "unreachable" });
    const other: Server = createServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n"));
    await new Promise<void>((resolve) => other.listen(0, "127.0.0.1", resolve));
    closers.push(() => new Promise((resolve) => other.close(() => resolve())));
    useServer((other.address() as { port: number }).port);
    await expect(failing()).rejects.toMatchObject({ retry: true, reason: "unreachable" });
  });

  it("a mail that upsets the server holds up no other", async () => {
    let talks = 0;
    const moody: Server = createServer((socket) => {
      // As a filter that chokes on what it reads would.
      const upset = ++talks === 1;
      socket.write("220 moody\r\n");
      socket.on("data", (chunk) => {
        if (upset && /^MAIL/i.test(String(chunk))) socket.destroy();
        else socket.write("250 ok\r\n");
      });
    });
    await new Promise<void>((resolve) => moody.listen(0, "127.0.0.1", resolve));
    closers.push(() => new Promise((resolve) => moody.close(() => resolve())));
    useServer((moody.address() as { port: number }).port);
    await expect(failing()).rejects.toMatchObject({ retry: true, reason: "later" });
    closeMail();
  });

  it("takes the next mail after a refusal", async () => {
    let first = true;
    const received = await mailServer({
      onRcptTo(_address, _session, done) {
        done(first ? refusal(550) : null);
        first = false;
      },
    });
    expect((await failing()).kind).toBe("refused");
    expect((await failing()).kind).toBe("sent");
    expect(received).toHaveLength(1);
  });
});
