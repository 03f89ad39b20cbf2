import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { makeCode, readCodes, revokeCode } from "@/lib/events/invitation-codes";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { ownerOf } from "@/test/places";
import { recordStatements } from "@/test/statements";
import { decideSignUps } from "./decide-sign-ups";
import { newPass } from "./pass-secrets";
import { register } from "./register";
import type { RegisterInput, SignUp } from "./sign-up";
import { withdraw } from "./withdraw";

const now = () => new Date();
const HOUR_MS = 60 * 60_000;

async function codeFor(event: TestEvent, uses: number, expiresAt = ""): Promise<string> {
  const input = { label: "", uses, expiresAt };
  const made = await makeCode(await ownerOf(event), input, now());
  if (made.kind !== "made") throw new Error(`Not made: ${made.kind}`);
  return made.code;
}

/** What somebody new is told who types this code. */
async function tell(event: TestEvent, code: string, email?: string) {
  const outcome = await register(signUp(event.slug, { code, ...(email ? { email } : {}) }), now());
  return outcome.kind === "not-admitted" ? outcome.errors : outcome.kind;
}

async function usesOf(event: TestEvent): Promise<number[]> {
  return (await readCodes(await ownerOf(event), now())).map(({ uses }) => uses).sort();
}

/** A sign-up as `register` hands it to its transaction. */
function apart(input: RegisterInput): SignUp {
  const registrationId = randomUUID();
  return {
    ...input,
    emailNormalized: input.email,
    now: now(),
    requestId: null,
    ids: { registrationId, registrantId: randomUUID(), mailId: randomUUID() },
    pass: newPass(registrationId),
  };
}

describeDatabases("e-mail domains", () => {
  test("admit their addresses only, which are confirmed where the link would be shown", async () => {
    const event = await insertEvent({ emailDomains: ["example.org"] });
    expect(await tell(event, "", "amara@example.com")).toEqual({ email: "errors.email.domain" });
    expect(await tell(event, "", "amara@mail.example.org")).toEqual({
      email: "errors.email.domain",
    });
    expect(await tell(event, "", "AMARA@Example.ORG")).toBe("held");
    const mailed = await insertEvent({ emailDomains: ["*.example.org"], delivery: "email" });
    expect(await tell(mailed, "", "amara@mail.example.org")).toBe("registered");
  });

  test("throw-away ones are refused where the event wishes it, subdomains too", async () => {
    const event = await insertEvent({ noThrowaway: true });
    for (const domain of ["mailinator.com", "sub.MAILINATOR.com", "yopmail.com"])
      expect(await tell(event, "", `amara@${domain}`), domain).toEqual({
        email: "errors.email.throwaway",
      });
    expect(await tell(event, "", "mailinator.com@example.org")).toBe("registered");
    expect(await tell(await insertEvent(), "", "amara@mailinator.com")).toBe("registered");
  });

  test("a browser that is in stays in when they change", async () => {
    const event = await insertEvent();
    const input = signUp(event.slug, { email: "amara@example.com" });
    await register(input, now());
    await db()
      .updateTable("events")
      .set({ email_domains: ["example.org"] })
      .execute();
    expect((await register(input, now())).kind).toBe("again");
  });
});

describeDatabases("invitation codes", () => {
  test.each([
    ["a capacity", { capacity: 30 }],
    ["no capacity", {}],
    ["delivery by mail", { delivery: "email" as const }],
  ])("forty at once for five uses come to five: %s", async (_name, wanted) => {
    const event = await insertEvent({ invitedOnly: true, ...wanted });
    const code = await codeFor(event, 5);
    const other = await codeFor(event, 3);
    const told = await Promise.all(
      Array.from({ length: 40 }, (_, at) => tell(event, at % 10 === 9 ? other : code)),
    );
    expect(told.filter((each) => each === "registered")).toHaveLength(8);
    expect(told.filter((each) => each !== "registered")).toEqual(
      Array(32).fill({ code: "errors.code.used" }),
    );
    expect(await usesOf(event)).toEqual([3, 5]);
  });

  test("forty transactions side by side, as of many processes, come to five too", async () => {
    const event = await insertEvent({ invitedOnly: true });
    const code = await codeFor(event, 5);
    const decisions = await Promise.all(
      Array.from({ length: 40 }, () =>
        withTx((tx) => decideSignUps(tx, event.slug, [apart(signUp(event.slug, { code }))])),
      ),
    );
    const kinds = decisions
      .flat()
      .map((each) => (each === "look-again" ? each : each.outcome.kind));
    expect(kinds.filter((kind) => kind === "registered")).toHaveLength(5);
    expect(kinds.filter((kind) => kind === "not-admitted")).toHaveLength(35);
    expect(await usesOf(event)).toEqual([5]);
  });

  test("cost two statements for a crowd as for one person", async () => {
    const plain = await insertEvent({ capacity: 50 });
    const event = await insertEvent({ capacity: 50, invitedOnly: true });
    const code = await codeFor(event, 50);
    const without = await recordStatements(() => register(signUp(plain.slug), now()));
    const alone = await recordStatements(() => tell(event, code));
    expect(alone.length).toBe(without.length + 2);
  });

  test("are read however somebody writes them, and nothing else is taken for one", async () => {
    const event = await insertEvent({ invitedOnly: true });
    const code = await codeFor(event, 20);
    expect(await tell(event, ` ${code.toLowerCase()} `)).toBe("registered");
    expect(await tell(event, code.replaceAll("-", ""))).toBe("registered");
    const mistaken = code.replaceAll("0", "o").replaceAll("1", "l").replaceAll("-", " – ");
    expect(await tell(event, mistaken)).toBe("registered");
    expect(await tell(event, " ")).toEqual({ code: "errors.code.required" });
    const elsewhere = await codeFor(await insertEvent({ invitedOnly: true }), 5);
    for (const hostile of [
      elsewhere,
      `${code}0`,
      code.slice(1),
      "%",
      "____-____-____",
      "' or 1=1 --",
      "\u0000",
      `${code}\u0000`,
      "Ⅻ".repeat(12),
      "none",
      "🎭".repeat(5_000),
      "<script>alert(1)</script>",
      "__proto__",
    ])
      expect(await tell(event, hostile), hostile.slice(0, 30)).toEqual({
        code: "errors.code.unknown",
      });
  });

  test("say beside which field what is wrong, both at once", async () => {
    const event = await insertEvent({ invitedOnly: true, emailDomains: ["example.org"] });
    expect(await tell(event, "nothing", "amara@example.com")).toEqual({
      email: "errors.email.domain",
      code: "errors.code.unknown",
    });
  });

  test("end when they expire or are revoked; whoever came by them stays", async () => {
    const event = await insertEvent({ invitedOnly: true });
    const access = await ownerOf(event);
    const code = await codeFor(event, 5);
    expect(await tell(event, code)).toBe("registered");
    const soon = new Date(Date.now() + HOUR_MS);
    await db().updateTable("invitation_codes").set({ expires_at: soon }).execute();
    expect(await tell(event, code)).toBe("registered");
    const late = signUp(event.slug, { code });
    expect(await register(late, new Date(soon.getTime() + 1))).toEqual({
      kind: "not-admitted",
      errors: { code: "errors.code.over" },
    });
    const [row] = await readCodes(access, now());
    expect(await revokeCode(access, row?.id ?? "", now())).toBe(true);
    expect(await revokeCode(access, row?.id ?? "", now())).toBe(false);
    expect(await tell(event, code)).toEqual({ code: "errors.code.over" });
    expect(await readCodes(access, now())).toMatchObject([
      { uses: 2, mostUses: 5, state: "revoked", code },
    ]);
    const stranger = await ownerOf(await insertEvent());
    expect(await revokeCode(stranger, row?.id ?? "", now())).toBe(false);
    expect(await revokeCode(access, "' or true --", now())).toBe(false);
    expect(await readCodes(stranger, now())).toEqual([]);
  });

  test("a place that is given up gives its use back; a repeat takes none", async () => {
    const event = await insertEvent({ invitedOnly: true });
    const code = await codeFor(event, 1);
    const first = signUp(event.slug, { code });
    const outcome = await register(first, now());
    expect(await register(first, now())).toMatchObject({ kind: "again" });
    expect(await tell(event, code)).toEqual({ code: "errors.code.used" });
    await withdraw((outcome as { pass: string }).pass, now());
    expect(await usesOf(event)).toEqual([0]);
    expect(await tell(event, code)).toBe("registered");
    expect(await usesOf(event)).toEqual([1]);
  });

  test("a known address uses none up, and is told what a new one is", async () => {
    const event = await insertEvent({ invitedOnly: true, delivery: "email", capacity: 9 });
    const code = await codeFor(event, 2);
    const email = "amara@example.org";
    expect(await tell(event, code, email)).toBe("registered");
    expect(await tell(event, code, email)).toBe("look-in-mailbox");
    expect(await usesOf(event)).toEqual([1]);
    expect(await tell(event, "wrong", email)).toEqual({ code: "errors.code.unknown" });
    expect(await tell(event, code)).toBe("registered");
    expect(await tell(event, code, email)).toEqual({ code: "errors.code.used" });
  });

  test("keep nothing readable, and expire in the event's own zone", async () => {
    const event = await insertEvent({ invitedOnly: true });
    const access = await ownerOf(event);
    const code = await codeFor(event, 1, "2036-01-01T12:00");
    const rows = await db().selectFrom("invitation_codes").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code.replaceAll("-", ""));
    expect(rows[0]?.expires_at?.toISOString()).toBe("2036-01-01T11:00:00.000Z");
    const past = { label: "", uses: 1, expiresAt: "2020-01-01T12:00" };
    expect(await makeCode(access, past, now())).toEqual({ kind: "invalid", field: "expiresAt" });
  });
});
