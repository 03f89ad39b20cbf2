import { createHmac, generateKeyPairSync, randomUUID, sign } from "node:crypto";
import nodemailer from "nodemailer";
import { afterEach, beforeEach, expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { resetEnv } from "@/lib/env";
import { readEvent } from "@/lib/events/read-events";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { createWorker } from "@/lib/jobs/worker";
import { absence, postfix } from "@/lib/mail/bounces/reports.fixture";
import { messageIdOf } from "@/lib/mail/message-id";
import { readMessages } from "@/lib/messages/read-messages";
import type { EventAccess } from "@/lib/session/access";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { handlers } from "@/lib/worker";
import { describeDatabase } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { readBounceWatch } from "./bounce-sources";
import { exportRoster } from "./export-roster";
import { noteBounce } from "./note-bounce";
import { sendNow } from "./promise-mail";
import { scheduleReadBounces } from "./read-bounces";
import { readPerson } from "./read-person";
import { register } from "./register";
import { retryAll, retryRegistration } from "./retry-registration";
import { readRoster } from "./roster";
import { takeMailEvents } from "./take-mail-events";

const sandbox = useSandbox();
const SECRET = "a-secret-of-the-provider";
const RETURNS = "returns@usher.test";
let before: NodeJS.ProcessEnv;

beforeEach(() => {
  before = { ...process.env };
  set({ BOUNCE_ADDRESS: RETURNS, BOUNCE_IMAP_URL: imapUrl("sandbox") });
});
afterEach(() => {
  process.env = before;
  resetEnv();
});

function set(variables: Record<string, string>): void {
  Object.assign(process.env, variables);
  resetEnv();
}

const imapUrl = (password: string) =>
  `imap://returns%40usher.test:${password}@127.0.0.1:${sandbox.urls().imapPort}/INBOX`;

/** Everything that is due: mails go out. */
const drain = () => createWorker({ handlers: [...handlers] }).runDue();

async function readMailbox(): Promise<void> {
  await withTx((tx) => scheduleReadBounces(tx, new Date()));
  await drain();
}

/** An event with these people, whose mail is sent, as its organizer sees it. */
async function world(...addresses: string[]): Promise<EventAccess> {
  const event = await insertEvent({ registrar: "direct" });
  for (const email of addresses)
    await register(signUp(event.slug, { email, firstName: email.split("@")[0] }), new Date());
  await drain();
  const access = await authorizeEvent(db(), event.organizerId, event.id, "view");
  if (!access) throw new Error("The organizer sees the event.");
  return access;
}

async function states(access: EventAccess) {
  const { rows } = await readRoster(access, { query: "", view: "all", cursor: null, limit: 50 });
  return Object.fromEntries(
    rows.map(({ firstName, mail, mailReason }) => [
      firstName,
      mailReason ? `${mail}: ${mailReason}` : mail,
    ]),
  );
}

async function personNamed(access: EventAccess, firstName: string) {
  const { id } = await db()
    .selectFrom("registrations")
    .select("id")
    .where("first_name", "=", firstName)
    .executeTakeFirstOrThrow();
  const person = await readPerson(access, id, { locale: "en", words: CATALOGS.en.form });
  if (!person) throw new Error(`There is no ${firstName}.`);
  return person;
}

const mailOf = (firstName: string) =>
  db()
    .selectFrom("mails")
    .innerJoin("registrations", "registrations.id", "mails.registration_id")
    .select(["mails.id", "mails.kind"])
    .where("first_name", "=", firstName)
    .executeTakeFirstOrThrow();

const returned = () => sandbox.control.mail({ to: RETURNS });

/** Somebody writes to the address that mails come back to. */
async function write(raw: Buffer): Promise<void> {
  const transport = nodemailer.createTransport(sandbox.urls().smtpUrl);
  const envelope = { from: "amara@example.org", to: RETURNS };
  await transport.sendMail({ envelope, raw }).finally(() => transport.close());
}

describeDatabase("postgres", "mails that come back later", () => {
  test("are read from the return mailbox, told the organizer, and sent anew when they say so", async () => {
    const access = await world(
      "ada@bounces.example",
      "full@bounces.example",
      "late@bounces.example",
      "amara@example.org",
    );
    const all = { ada: "sent", full: "sent", late: "sent", amara: "sent" };
    expect(await states(access)).toEqual(all);
    // Of a mail that comes back its headers are asked for, and neither link nor pass.
    const reports = await returned();
    expect(reports).toHaveLength(3);
    const parts = reports
      .flatMap(({ attachments }) => attachments)
      .map(({ content }) => atob(content));
    expect(parts.join("\n")).toMatch(/^Message-ID: <confirmation\./m);
    expect(parts.join("\n")).not.toMatch(/\/[jr]\/[\w-]{22}/);
    const theirs = await mailOf("amara");
    const messageId = messageIdOf(theirs.kind, theirs.id, "localhost");
    await write(absence({ messageId, to: "amara@example.org" }));
    await write(postfix({ messageId: "<x.y@elsewhere.example>", to: "amara@example.org" }));

    await readMailbox();
    const now = { ...all, ada: "bounced: no-mailbox", full: "bounced: mailbox-full" };
    expect(await states(access)).toEqual(now);
    expect((await returned()).map(({ seen, to }) => [seen ?? false, to])).toEqual([
      [false, [RETURNS]],
      [false, [RETURNS]],
      [true, [RETURNS]],
      [true, [RETURNS]],
      [true, [RETURNS]],
    ]);
    const { counts } = await readRoster(access, {
      query: "",
      view: "trouble",
      cursor: null,
      limit: 1,
    });
    expect(counts.trouble).toBe(2);
    expect((await readEvent(access)).counts).toMatchObject({ mailBounced: 2, mailFailed: 0 });
    const [confirmation] = (await readMessages(access)).filter(({ kind }) => kind === theirs.kind);
    expect(confirmation?.counts).toEqual({ sent: 2, waiting: 0, failed: 0, bounced: 2 });
    const file: string[] = [];
    const wanted = { query: "", view: "all", locale: "en", zone: "UTC" } as const;
    for await (const piece of exportRoster(access, wanted)) file.push(piece);
    expect(file.join("").match(/Came back/g)).toHaveLength(2);

    const ada = await personNamed(access, "ada");
    expect(ada).toMatchObject({
      bounces: "watched",
      bounce: { forGood: true, said: "550 5.1.1 No such mailbox here" },
    });
    const told = ada.history.map(({ kind }) => kind).filter((kind) => kind.startsWith("mail-"));
    expect(told).toEqual(["mail-bounced", "mail-sent"]);
    expect((await personNamed(access, "full")).bounce?.forGood).toBe(false);
    const late = await personNamed(access, "late");
    expect(late.bounce).toBeNull();
    expect(late.history[0]).toMatchObject({ kind: "mail-delayed", reason: "delayed" });
    expect((await readBounceWatch()).mailbox).toMatchObject({
      readAt: expect.any(Date),
      troubleSince: null,
    });

    // Told again, it is no news; sent anew, it goes out, and comes back anew.
    const tellAgain = async (mailId: string) => {
      const bounce = { mailId, action: "failed", status: null, said: null } as const;
      return (await noteBounce(bounce, "mailbox", new Date())).kind;
    };
    const { id } = await mailOf("ada");
    expect(await tellAgain(randomUUID())).toBe("unknown");
    expect(await tellAgain(id)).toBe("known");
    expect(await retryRegistration(access, ada.id)).toBe(1);
    expect(await tellAgain(id)).toBe("known");
    expect((await states(access)).ada).toBe("queued");
    await drain();
    expect((await personNamed(access, "ada")).history[0]?.kind).toBe("mail-sent");
    expect(await returned()).toHaveLength(6);
    await readMailbox();
    expect(await states(access)).toEqual(now);
  });

  test("trying all again leaves out what came back for good; one person's is tried when asked", async () => {
    const refusal = await sandbox.control.fault({
      service: "smtp",
      match: { recipient: "refused@example.org" },
      times: null,
      fault: { kind: "status", status: 550 },
    });
    const access = await world(
      "ada@bounces.example",
      "full@bounces.example",
      "refused@example.org",
      "amara@example.org",
    );
    await readMailbox();
    await sandbox.control.clearFault(refusal);
    const gone = { ada: "bounced: no-mailbox", amara: "sent" };
    expect(await states(access)).toEqual({
      ...gone,
      full: "bounced: mailbox-full",
      refused: expect.stringMatching(/^failed: /),
    });
    expect(await retryAll(access)).toBe(2);
    expect(await states(access)).toEqual({ ...gone, full: "queued", refused: "queued" });
    await drain();
    expect(await states(access)).toEqual({ ...gone, full: "sent", refused: "sent" });
    expect(await retryAll(access)).toBe(0);
    expect(await retryRegistration(access, (await personNamed(access, "ada")).id)).toBe(1);
    expect((await states(access)).ada).toBe("queued");
  });

  test("told before the answer of the mail server is noted, a mail isn't sent once more", async () => {
    const access = await world("amara@example.org");
    const { id } = await mailOf("amara");
    await db().updateTable("mails").set({ state: "sending" }).where("id", "=", id).execute();
    const bounce = { mailId: id, action: "failed", status: "5.1.1", said: null } as const;
    expect(await noteBounce(bounce, "provider", new Date())).toEqual({ kind: "noted" });
    await withTx((tx) => sendNow(tx, id, access.eventId));
    await drain();
    expect(await states(access)).toEqual({ amara: "bounced: no-mailbox" });
    expect(await sandbox.control.mail({ to: "amara@example.org" })).toHaveLength(1);
  });

  test("a mailbox that can't be read stops no mail, and is read when it can be", async () => {
    set({ BOUNCE_IMAP_URL: imapUrl("wrong") });
    const access = await world("ada@bounces.example", "amara@example.org");
    await readMailbox();
    expect(await states(access)).toEqual({ ada: "sent", amara: "sent" });
    const { mailbox } = await readBounceWatch();
    expect(mailbox).toEqual({ readAt: null, troubleSince: expect.any(Date) });
    expect((await personNamed(access, "ada")).bounces).toBe("late");
    await readMailbox();
    expect((await readBounceWatch()).mailbox).toEqual(mailbox);
    set({ BOUNCE_IMAP_URL: imapUrl("sandbox") });
    await readMailbox();
    expect(await states(access)).toEqual({ ada: "bounced: no-mailbox", amara: "sent" });
    expect((await readBounceWatch()).mailbox?.troubleSince).toBeNull();
    delete process.env.BOUNCE_IMAP_URL;
    resetEnv();
    expect(await readBounceWatch()).toEqual({ mailbox: null, provider: null });
    expect((await personNamed(access, "ada")).bounces).toBe("unknown");
  });

  test("are told by a mail provider that proves itself, and by nobody else", async () => {
    const access = await world("ada@example.org", "bea@example.org", "cai@example.org");
    const idOf = async (name: string) => {
      const { id, kind } = await mailOf(name);
      return messageIdOf(kind, id, "localhost");
    };
    const [ada, bea, cai] = await Promise.all(["ada", "bea", "cai"].map(idOf));
    const call = async (body: unknown, headers: Record<string, string> = {}) => {
      const text = typeof body === "string" ? body : JSON.stringify(body);
      return (await takeMailEvents({ text, header: (name) => headers[name] ?? null })).kind;
    };
    const bearer = (secret: string) => ({ authorization: `Bearer ${secret}` });
    const basic = (secret: string) => ({
      authorization: `Basic ${Buffer.from(`usher:${secret}`).toString("base64")}`,
    });
    const own = { events: [{ messageId: ada, event: "failed", status: "5.1.1" }] };
    expect(await call(own, bearer(SECRET))).toBe("nothing-here");

    set({ MAIL_EVENTS: `generic:${SECRET}` });
    for (const headers of [{}, bearer("x"), bearer(`${SECRET}x`), basic("x"), basic("")])
      expect(await call(own, headers)).toBe("stranger");
    for (const body of ["", "{", "null", [], { events: [{ messageId: ada }] }])
      expect(await call(body, basic(SECRET))).toBe("malformed");
    expect((await readBounceWatch()).provider).toEqual({ toldAt: null });
    expect(await states(access)).toEqual({ ada: "sent", bea: "sent", cai: "sent" });
    for (const headers of [basic(SECRET), bearer(SECRET)])
      expect(await call(own, headers)).toBe("taken");
    // Whose it isn't, the answer doesn't tell.
    const others = { events: [{ messageId: `<link.${randomUUID()}@x>`, event: "failed" }] };
    expect(await call(others, basic(SECRET))).toBe("taken");

    const keys = generateKeyPairSync("ec", { namedCurve: "P-256" });
    const key = keys.publicKey.export({ format: "der", type: "spki" }).toString("base64");
    set({ MAIL_EVENTS: `sendgrid:${key}` });
    const sendgrid = JSON.stringify([
      { event: "delivered", "smtp-id": bea, email: "bea@example.org", timestamp: 1 },
      { event: "deferred", "smtp-id": bea, response: "451 4.7.1 later" },
      { event: "bounce", "smtp-id": bea, type: "blocked", reason: "550 5.7.1 no", status: "5.7.1" },
    ]);
    const signed = (text: string) => ({
      "x-twilio-email-event-webhook-timestamp": "1764151202",
      "x-twilio-email-event-webhook-signature": sign(
        "sha256",
        Buffer.from(`1764151202${text}`),
        keys.privateKey,
      ).toString("base64"),
    });
    expect(await call(sendgrid, signed("[]"))).toBe("stranger");
    expect(await call(sendgrid, bearer(key))).toBe("stranger");
    expect(await call(sendgrid, signed(sendgrid))).toBe("taken");

    set({ MAIL_EVENTS: `mailgun:${SECRET}` });
    const mailgun = (severity: string, token = "e0b5") => ({
      signature: {
        timestamp: "1764151202",
        token,
        signature: createHmac("sha256", SECRET).update("1764151202e0b5").digest("hex"),
      },
      "event-data": {
        event: "failed",
        severity,
        message: { headers: { "message-id": cai?.slice(1, -1), to: "cai@example.org" } },
        "delivery-status": { code: 452, "enhanced-code": "", message: "4.2.2 over quota" },
      },
    });
    expect(await call(mailgun("permanent", "e0b6"))).toBe("stranger");
    expect(await call(mailgun("temporary"))).toBe("taken");
    expect((await states(access)).cai).toBe("sent");
    expect(await call(mailgun("permanent"))).toBe("taken");
    expect(await states(access)).toEqual({
      ada: "bounced: no-mailbox",
      bea: "bounced: blocked",
      cai: "bounced: mailbox-full",
    });
    expect((await readBounceWatch()).provider?.toldAt).toBeInstanceOf(Date);
  });
});
