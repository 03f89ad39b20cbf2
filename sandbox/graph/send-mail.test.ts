import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ines, noor } from "../people.ts";
import { type Graph, graphAs, graphAsApplication, type Running, run } from "../test-tools.ts";

let running: Running;
let graph: Graph;
beforeAll(async () => {
  running = await run();
});
afterAll(() => running.sandbox.stop());
beforeEach(async () => {
  await running.control.reset();
  graph = await graphAs(running, ines.oid, "openid Mail.Send");
});

const TO = "amara@example.org";
const PATH = "/v1.0/me/sendMail";
const HTML =
  '<html><head><style>p { color: red }</style></head><body><p>Your <a class="x" href="https://usher.example/r/1?a=b&amp;c=d"><b>link</b></a></p>\n<div>Tide &amp;&#32;time</div></body></html>';
const message = (more: Record<string, unknown> = {}) => ({
  subject: "You’re in",
  body: { contentType: "HTML", content: HTML },
  toRecipients: [{ emailAddress: { name: "Amara Diallo", address: TO } }],
  ...more,
});
const file = {
  "@odata.type": "#microsoft.graph.fileAttachment",
  name: "invite.ics",
  contentType: "text/calendar; method=REQUEST; charset=utf-8",
  contentBytes: Buffer.from("BEGIN:VCALENDAR").toString("base64"),
};

test("takes a message, and sends it from the mailbox's own address", async () => {
  const answer = await graph("POST", PATH, {
    message: message({
      replyTo: [{ emailAddress: { address: "desk@tidewater.example" } }],
      internetMessageHeaders: [{ name: "x-usher-mail", value: "<one@usher.example>" }],
      attachments: [file],
    }),
    saveToSentItems: false,
  });
  expect(answer).toMatchObject({ status: 202, body: null });
  const [mail, ...others] = await running.control.mail();
  expect(others).toEqual([]);
  expect(mail).toMatchObject({
    from: `"Ines Castillo" <${ines.email}>`,
    envelopeFrom: ines.email,
    to: [TO],
    subject: "You’re in",
    html: HTML,
    text: "Your link <https://usher.example/r/1?a=b&c=d>\nTide & time",
    headers: { "x-usher-mail": "<one@usher.example>", "reply-to": "desk@tidewater.example" },
    attachments: [{ filename: "invite.ics", contentType: "text/calendar" }],
  });
  const entries = await running.control.ledger();
  expect(entries.at(-1)).toMatchObject({
    path: PATH,
    status: 202,
    performed: true,
    body: { saveToSentItems: false },
  });
  expect(JSON.stringify(entries)).not.toMatch(/<b>link|contentBytes/);
});

test("what can't be delivered comes back to the mailbox, and to nobody else", async () => {
  const toRecipients = [{ emailAddress: { address: "nobody@bounces.example" } }];
  expect((await graph("POST", PATH, { message: message({ toRecipients }) })).status).toBe(202);
  const mails = await running.control.mail();
  expect(mails).toMatchObject([{ to: [ines.email], envelopeFrom: "" }]);
});

test.each([
  [
    "a header of the mail system's",
    { internetMessageHeaders: [{ name: "Auto-Submitted", value: "x" }] },
    400,
    "InvalidInternetMessageHeader",
  ],
  ["no recipient", { toRecipients: [] }, 400, "ErrorInvalidRecipients"],
  [
    "what is no address",
    { toRecipients: [{ emailAddress: { address: "amara" } }] },
    400,
    "ErrorInvalidRecipients",
  ],
  [
    "a sender who is somebody else",
    { from: { emailAddress: { address: "tomas@tidewater.example" } } },
    403,
    "ErrorSendAsDenied",
  ],
  [
    "an attachment without a type",
    { attachments: [{ ...file, "@odata.type": undefined }] },
    400,
    "RequestBodyRead",
  ],
  [
    "an attachment that isn't base64",
    { attachments: [{ ...file, contentBytes: "BEGIN:" }] },
    400,
    "RequestBodyRead",
  ],
  ["a property that there is none of", { text: "too" }, 400, "BadRequest"],
])("refuses %s", async (_, more, status, code) => {
  const answer = await graph("POST", PATH, { message: message(more) });
  expect(answer).toMatchObject({ status, body: { error: { code } } });
  expect(await running.control.mail()).toEqual([]);
});

test("wants the person's own Mail.Send, and a mailbox", async () => {
  const body = { message: message() };
  await running.control.revoke(ines.oid, 65001);
  const without = await graphAs(running, ines.oid, "openid Calendars.ReadBasic");
  expect(await without("POST", PATH, body)).toMatchObject({
    status: 403,
    body: { error: { code: "ErrorAccessDenied" } },
  });
  const application = await graphAsApplication(running, ines.tid);
  expect((await application("POST", `/v1.0/users/${ines.oid}/sendMail`, body)).status).toBe(403);
  const nobodys = await graphAs(running, noor.oid, "openid Mail.Send");
  expect(await nobodys("POST", PATH, body)).toMatchObject({
    status: 404,
    body: { error: { code: "MailboxNotEnabledForRESTAPI" } },
  });
  expect((await graph("GET", PATH)).status).toBe(405);
});

test("more than thirty a minute is refused until then, for that mailbox alone", async () => {
  await running.control.set({ mailboxLimit: { messages: 2, windowSeconds: 60 } });
  const body = { message: message() };
  for (const status of [202, 202, 429]) {
    const answer = await graph("POST", PATH, body);
    expect(answer.status).toBe(status);
    if (status === 429) expect(Number(answer.headers.get("retry-after"))).toBeGreaterThan(50);
  }
  expect(await running.control.mail()).toHaveLength(2);
});
