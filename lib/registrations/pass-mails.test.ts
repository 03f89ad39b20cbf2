import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { entryIn } from "@/test/entries";
import { insertEvent, signUp } from "@/test/fixtures";
import { mustCome } from "@/test/places";
import { useSandbox } from "@/test/sandbox";
import { readPass } from "./read-pass";
import { register } from "./register";
import { replacePass } from "./replace-pass";
import { resendMail } from "./resend-mail";
import { withdraw } from "./withdraw";

const sandbox = useSandbox();
const AMARA = "amara@example.org";
const HOUR_MS = 60 * 60_000;
const now = () => new Date();

async function joined(): Promise<{ pass: string; slug: string }> {
  const { slug } = await insertEvent({ registrar: "direct" });
  const outcome = await register(signUp(slug, { email: AMARA }), now());
  if (outcome.kind !== "registered" || !outcome.pass) throw new Error(`Not in: ${outcome.kind}`);
  await drain();
  return { pass: outcome.pass, slug };
}

async function drain(): Promise<void> {
  await createWorker({ handlers: [...handlers] }).runDue();
}

async function lastMail() {
  const [mail] = await sandbox.control.mail({ to: AMARA });
  if (!mail) throw new Error("No mail came.");
  return mail;
}

const passIn = (text: string) => /\/r\/([\w-]{22})\n/.exec(text)?.[1] ?? "";

describeDatabases("mails that the pass asks for", () => {
  test("the mail comes again, whole, and at most once an hour", async () => {
    const { pass } = await joined();
    const first = await lastMail();
    const outcomes = await Promise.all([1, 2, 3].map(() => resendMail(pass, now())));
    expect(outcomes.map(({ kind }) => kind).sort()).toEqual(["on-its-way", "too-soon", "too-soon"]);
    await drain();
    const again = await lastMail();
    expect(again.subject).toContain("Once more: ");
    expect(passIn(again.text)).toBe(passIn(first.text));
    expect(again.text).toMatch(/\/j\/[\w-]{22}\n/);
    // The same entry: no calendar has anything to change.
    expect(entryIn(again)).toEqual(entryIn(first));
    expect(await resendMail(pass, new Date(Date.now() + HOUR_MS + 1_000))).toEqual({
      kind: "on-its-way",
    });
    expect(await sandbox.control.mail({ to: AMARA })).toHaveLength(2);
  });

  test("a new pass ends the old ones at once, and only the mailbox is told it", async () => {
    const { pass } = await joined();
    const mailed = passIn((await lastMail()).text);
    expect(await replacePass(pass, now())).toEqual({ kind: "replaced" });
    expect(await readPass(pass, now())).toMatchObject({ ended: true });
    expect(await readPass(mailed, now())).toMatchObject({ ended: true });
    expect(await replacePass(pass, now())).toEqual({ kind: "ended" });
    expect(await resendMail(pass, now())).toEqual({ kind: "ended" });
    expect((await withdraw(pass, now())).kind).toBe("ended");
    await drain();
    const letter = await lastMail();
    expect(letter.subject).toContain("Your new pass: ");
    const fresh = passIn(letter.text);
    expect([pass, mailed]).not.toContain(fresh);
    expect(await readPass(fresh, now())).toMatchObject({
      ended: false,
      person: { email: AMARA },
      link: { kind: "ready" },
    });
  });

  test("pressed twice at once, one new pass is made", async () => {
    const { pass } = await joined();
    const outcomes = await Promise.all([1, 2, 3].map(() => replacePass(pass, now())));
    expect(outcomes.filter(({ kind }) => kind === "replaced")).toHaveLength(1);
    await drain();
    const live = await db()
      .selectFrom("passes")
      .select("hash")
      .where("ended_at", "is", null)
      .execute();
    expect(live).toHaveLength(1);
  });

  test("without a place there is nothing to send, and an unknown pass is told nothing", async () => {
    const { pass } = await joined();
    await withdraw(pass, now());
    expect(await resendMail(pass, now())).toEqual({ kind: "no-place" });
    expect(await replacePass(pass, now())).toEqual({ kind: "no-place" });
    expect(await resendMail("x".repeat(22), now())).toEqual({ kind: "unknown" });
    expect(await replacePass("x".repeat(22), now())).toEqual({ kind: "unknown" });
  });

  test("whoever waits in line has nothing to send yet, and keeps the pass", async () => {
    const event = await insertEvent({ registrar: "direct", capacity: 1, waitlist: true });
    await mustCome(event);
    const { pass } = await mustCome(event);
    expect(await resendMail(pass, now())).toEqual({ kind: "no-place" });
    expect(await replacePass(pass, now())).toEqual({ kind: "no-place" });
    expect(await readPass(pass, now())).toMatchObject({ ended: false, place: "waitlisted" });
  });
});
