import { mkdtemp, rm } from "node:fs/promises";
import { connect } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { text } from "node:stream/consumers";
import { createTransport } from "nodemailer";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { type Running, run } from "../test-tools.ts";

let dataDir: string;
let running: Running;
beforeAll(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "sandbox-mail-"));
  running = await run({ dataDir });
});
beforeEach(async () => {
  await running.control.clearMail();
  await running.control.clearFaults();
});
afterAll(async () => {
  await running.sandbox.stop();
  await rm(dataDir, { recursive: true });
});

async function mail(to: string, subject = "Your place", smtpUrl = running.sandbox.smtpUrl) {
  const transport = createTransport(smtpUrl);
  try {
    return await transport.sendMail({
      from: '"Ines via Usher" <desk@usher.example>',
      to,
      subject,
      text: "Plain words",
      html: '<!doctype html><html><head><title>x</title></head><body><a href="http://localhost:3000/r/x">Your pass</a></body></html>',
      headers: { "List-Unsubscribe": "<mailto:none@usher.example>" },
      attachments: [
        { filename: "event.ics", content: "BEGIN:VCALENDAR", contentType: "text/calendar" },
      ],
    });
  } finally {
    transport.close();
  }
}

test("a mail arrives whole", async () => {
  await mail("Zoe@attendee.example");
  const message = await running.control.waitForMail({ to: "zoe@attendee.example" });
  expect(message).toMatchObject({
    from: '"Ines via Usher" <desk@usher.example>',
    envelopeFrom: "desk@usher.example",
    to: ["Zoe@attendee.example"],
    subject: "Your place",
    headers: { "list-unsubscribe": "<mailto:none@usher.example>" },
  });
  expect(message.text).toContain("Plain words");
  expect(message.attachments).toMatchObject([
    { filename: "event.ics", contentType: "text/calendar" },
  ]);
  expect(Buffer.from(message.attachments[0]?.content ?? "", "base64").toString()).toBe(
    "BEGIN:VCALENDAR",
  );
});

test("the pages show it, and run nothing of it", async () => {
  const empty = await (await fetch(running.sandbox.mailboxUrl)).text();
  expect(empty).toContain("No mail yet");
  await mail("a@attendee.example", "<script>alert(1)</script>");
  await mail("b@attendee.example");
  const list = await (await fetch(`${running.sandbox.mailboxUrl}?to=a@attendee.example`)).text();
  expect(list).not.toContain("<script>alert");
  expect(list).toContain("a@attendee.example");
  expect(list).not.toContain("Your place");
  expect(await (await fetch(`${running.sandbox.mailboxUrl}?q=nothing-like-it`)).text()).toContain(
    "Nothing matches",
  );

  const [message] = await running.control.mail({ to: "b@attendee.example" });
  const address = `${running.sandbox.mailboxUrl}/${message?.id}`;
  expect(await (await fetch(address)).text()).toContain("event.ics");
  const body = await fetch(`${address}/html`);
  expect(body.headers.get("content-security-policy")).toMatch(/^sandbox .*default-src 'none'/);
  expect(await body.text()).toContain('<head><base target="_top">');
  const attached = await fetch(`${address}/attachments/0`);
  expect(attached.headers.get("content-disposition")).toContain("event.ics");
  expect(await (await fetch(`${address}/raw`)).text()).toContain("Subject: Your place");
  expect((await fetch(`${running.sandbox.mailboxUrl}/none`)).status).toBe(404);
});

test("refuses for ever, for now, or never answers", async () => {
  const fault = (recipient: string, spec: Parameters<typeof running.control.fault>[0]["fault"]) =>
    running.control.fault({ service: "smtp", match: { recipient }, fault: spec });
  await fault("bounce@", { kind: "status", status: 550 });
  await expect(mail("bounce@attendee.example")).rejects.toMatchObject({ responseCode: 550 });
  await fault("busy@", { kind: "status", status: 451 });
  await expect(mail("busy@attendee.example")).rejects.toMatchObject({ responseCode: 451 });
  await fault("cut@", { kind: "reset" });
  await expect(mail("cut@attendee.example")).rejects.toThrow();
  expect(await running.control.mail()).toEqual([]);
  await fault("unsure@", { kind: "done-but-unanswered" });
  await expect(mail("unsure@attendee.example")).rejects.toThrow();
  expect(await running.control.mail({ to: "unsure@attendee.example" })).toHaveLength(1);
  await mail("busy@attendee.example");
  expect(await running.control.mail({ to: "busy@attendee.example" })).toHaveLength(1);
});

/** Says these lines to the mailbox by IMAP, all at once, and answers what it says. */
async function imap(...lines: string[]): Promise<string> {
  const socket = connect(running.sandbox.imapPort, "127.0.0.1");
  socket.write([...lines, "z LOGOUT", ""].join("\r\n"));
  return text(socket);
}

test("what goes to @bounces.example comes back, and is read and marked by IMAP", async () => {
  await mail("ada@bounces.example");
  expect(await running.control.mail({ to: "ada@bounces.example" })).toEqual([]);
  const [report] = await running.control.mail({ to: "desk@usher.example" });
  expect(report).toMatchObject({ envelopeFrom: "", subject: "Your mail came back" });
  expect(report?.text).toContain("Status: 5.1.1");
  // Nobody asked for its headers alone.
  expect(report?.attachments).toMatchObject([{ contentType: "message/rfc822" }]);

  const login = "a LOGIN desk@usher.example sandbox";
  const stranger = await imap(
    'a LOGIN "desk@usher.example" "guess"',
    "b SELECT INBOX",
    "c NONSENSE",
  );
  expect(stranger).toMatch(/^a NO \[AUTHENTICATIONFAILED\].*\r\nb BAD .*\r\nc BAD /m);
  const said = await imap(
    login,
    "b SELECT INBOX",
    "c UID SEARCH UNSEEN",
    "d UID FETCH 1:* (UID BODY.PEEK[HEADER.FIELDS (subject)])",
    "e UID STORE 1:* +FLAGS (\\Seen)",
    "f UID SEARCH UNSEEN UID 1:*",
    "g UID STORE 1:* +FLAGS (\\Deleted)",
    "h UID SEARCH LARGER 1",
  );
  expect(said).toMatch(/^\* SEARCH \d+\r\nc OK/m);
  expect(said).toContain("Subject: Your mail came back");
  expect(said).toMatch(/^\* SEARCH\r\nf OK/m);
  expect(said).toMatch(/^g BAD .*\r\nh BAD /m);
  expect(await imap("a LOGIN other@usher.example sandbox", "b SELECT INBOX")).toContain(
    "* 0 EXISTS",
  );
});

test("mail outlives a restart", async () => {
  const directory = await mkdtemp(join(tmpdir(), "sandbox-mail-"));
  const first = await run({ dataDir: directory });
  await mail("kept@attendee.example", "Kept", first.sandbox.smtpUrl);
  await first.sandbox.stop();
  const second = await run({ dataDir: directory });
  expect(await second.control.mail({ to: "kept@attendee.example" })).toMatchObject([
    { subject: "Kept" },
  ]);
  await second.sandbox.stop();
  await rm(directory, { recursive: true });
});
