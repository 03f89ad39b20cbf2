import { randomUUID } from "node:crypto";
import { describe, expect, it } from "vitest";
import { envelopeIdOf, messageIdOf } from "../message-id";
import { bounceOf, bounceReason, isForGood } from "./bounce";
import { readReport } from "./read-report";
import {
  absence,
  answerThatBounced,
  byEnvelope,
  exchange,
  gmail,
  postfix,
  receipt,
} from "./reports.fixture";

const mailId = randomUUID();
const sent = {
  messageId: messageIdOf("confirm_address", mailId, "usher.example"),
  to: "amara@example.org",
};

describe("a report on a mail of ours", () => {
  it("by Postfix, with the whole mail: nothing of it is kept", async () => {
    expect(await readReport(postfix(sent))).toEqual({
      mailId,
      action: "failed",
      status: "5.1.1",
      said: "550 5.1.1 <[address]>: no such user here, see [link] and [link]",
    });
  });

  it("by Exchange Online, with its headers", async () => {
    expect(await readReport(exchange(sent))).toEqual({
      mailId,
      action: "failed",
      status: "5.2.2",
      said: "554 5.2.2 mailbox full; STOREDRV.Deliver.Exception:QuotaExceeded",
    });
  });

  it("by Gmail, which goes on trying", async () => {
    expect(await readReport(gmail(sent))).toEqual({
      mailId,
      action: "delayed",
      status: "4.4.1",
      said: "The recipient server did not accept our requests to connect.",
    });
  });

  it("by a server that returns nothing of it", async () => {
    const report = byEnvelope(envelopeIdOf(sent.messageId));
    expect(await readReport(report)).toEqual({
      mailId,
      action: "failed",
      status: "4.4.7",
      said: null,
    });
  });

  it("cut off in the middle of what is returned", async () => {
    const whole = postfix(sent);
    const cut = whole.subarray(0, whole.indexOf("Your pass"));
    expect(await readReport(cut)).toMatchObject({ mailId, status: "5.1.1" });
  });
});

it.each([
  ["an absence notice", absence(sent)],
  ["a receipt", receipt(sent)],
  ["an answer of somebody's that came back", answerThatBounced(sent)],
  ["a report on somebody else's mail", postfix({ ...sent, messageId: "<a.b@example.org>" })],
  ["a report that it was delivered", swap("Action: failed", "Action: delivered")],
  ["a test that an organizer sent", swap(mailId, "1234")],
  ["nothing", Buffer.from("")],
  ["bytes", Buffer.from([0xff, 0, 0x0d, 0x0a, 0xfe])],
])("%s says nothing", async (_, message) => {
  expect(await readReport(message)).toBeNull();
});

function swap(what: string, by: string): Buffer {
  return Buffer.from(postfix(sent).toString().replaceAll(what, by));
}

it.each([
  ["5.1.1", "no-mailbox", true],
  ["5.1.10", "no-domain", true],
  ["5.2.1", "mailbox-off", true],
  ["5.2.2", "mailbox-full", false],
  ["4.2.2", "mailbox-full", false],
  ["5.4.4", "no-domain", true],
  ["4.4.7", "gave-up", false],
  ["5.4.7", "gave-up", false],
  ["5.7.26", "blocked", true],
  ["5.0.0", "came-back", true],
  [null, "came-back", true],
])("%s is %s; for good: %s", (status, reason, forGood) => {
  const bounce = bounceOf(mailId, "failed", { status });
  expect(bounceReason(bounce)).toBe(reason);
  expect(isForGood(bounce.status, reason)).toBe(forGood);
});

it("keeps one clean line of what was said, and finds the code in it", () => {
  const said = (text: string) => bounceOf(mailId, "failed", { said: text });
  expect(said("smtp; 550-5.7.26 not allowed\r\n 550 by policy of 192.0.2.1")).toMatchObject({
    status: "5.7.26",
    said: "550-5.7.26 not allowed 550 by policy of 192.0.2.1",
  });
  expect(said("500 unknown recipient").status).toBe("5.0.0");
  expect(said("host 10.5.1.1 said no at 5:30").status).toBeNull();
  for (const secret of [
    "/r/AbCdEfGhIjKlMnOpQrStUv",
    "https://usher.example/j/AbCdEfGhIjKlMnOpQrStUv",
    "AbCdEfGhIjKlMnOpQrStUv",
    "https://teams.microsoft.com/meet/3811234567890?p=aB3xY9",
    "alice.private@elsewhere.example",
  ])
    expect(said(`550 rejected: ${secret} (spam)`).said).not.toContain(secret);
  expect(said("x\u202e\u0000 ".repeat(400)).said?.length).toBeLessThanOrEqual(180);
});
