import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { confirmAddress } from "./confirm-address";
import { issuePass } from "./pass-secrets";
import { register } from "./register";
import { replacePass } from "./replace-pass";
import { resendMail } from "./resend-mail";
import { withdraw } from "./withdraw";

const EMAIL = "victim@example.org";
const MINUTE_MS = 60_000;
const NOW = new Date();
const after = (minutes: number) => new Date(NOW.getTime() + minutes * MINUTE_MS);

/** A stranger signs the address up, and gives the place up by the pass that their browser was shown. */
async function comeAndGo(event: TestEvent, at: Date): Promise<void> {
  const outcome = await register(signUp(event.slug, { email: EMAIL }), at);
  await datePromised(at);
  if ("pass" in outcome && outcome.pass) await withdraw(outcome.pass, at);
  await datePromised(at);
}

/** Mails are dated by the database's clock: as if it had been then. */
async function datePromised(at: Date): Promise<void> {
  await db()
    .updateTable("mails")
    .set({ created_at: at })
    .where("created_at", ">", new Date(NOW.getTime() - MINUTE_MS))
    .where("state", "=", "waiting")
    .execute();
  // Those whose time has come went out.
  await db()
    .updateTable("mails")
    .set({ state: "sent" })
    .where("id", "in", (eb) =>
      eb
        .selectFrom("jobs")
        .select(sql<string>`(payload ->> 'mailId')::uuid`.as("id"))
        .where("name", "=", "registrations.deliver-mail")
        .where("run_at", "<", new Date(at.getTime() + MINUTE_MS)),
    )
    .execute();
}

/** When each promised mail may go out, in minutes from now: those that wait for their time only. */
async function minutesOfMails(): Promise<[string, number][]> {
  const rows = await db()
    .selectFrom("jobs")
    .select(["payload", "run_at as runAt"])
    .where("name", "=", "registrations.deliver-mail")
    .orderBy("run_at")
    .execute();
  const mails = await db().selectFrom("mails").select(["id", "kind"]).execute();
  return rows.map(({ payload, runAt }) => {
    const { mailId } = payload as { mailId: string };
    const kind = mails.find(({ id }) => id === mailId)?.kind ?? "";
    return [kind, Math.round((runAt.getTime() - NOW.getTime()) / MINUTE_MS)];
  });
}

describeDatabases("mail to an address that nobody proved", () => {
  test("goes out at once for an event's first sign-up, and then hardly", async () => {
    const event = await insertEvent();
    for (let at = 0; at < 6; at++) await comeAndGo(event, after(at));
    const mails = await minutesOfMails();
    const soon = mails.filter(([, minutes]) => minutes < 30);
    // The first, and the one that says that the place was given up; then the hour has had its one.
    expect(soon.map(([kind]) => kind).sort()).toEqual(["confirmation", "withdrawn"]);
    const later = mails.filter(([, minutes]) => minutes >= 30);
    // What was given up meanwhile stays unsent; one mail says that the last was given up too.
    expect(later.map(([kind]) => kind).sort()).toEqual([
      ...Array(5).fill("confirmation"),
      "withdrawn",
    ]);
    expect(Math.min(...later.map(([, minutes]) => minutes))).toBeGreaterThanOrEqual(60);
  });

  test("holds no place while its mail has to wait", async () => {
    const event = await insertEvent({ confirmAddress: true, capacity: 5 });
    const places = [];
    for (let at = 0; at < 3; at++) {
      const outcome = await register(signUp(event.slug, { email: EMAIL }), after(at));
      await datePromised(after(at));
      places.push(outcome.kind);
      if ("pass" in outcome && outcome.pass) await withdraw(outcome.pass, after(at));
    }
    expect(places).toEqual(["held", "held", "waitlisted"]);
  });

  test("is at most ten a day over all events, but for each event's first", async () => {
    for (let at = 0; at < 12; at++) {
      const event = await insertEvent({ delivery: "email" });
      await register(signUp(event.slug, { email: EMAIL }), NOW);
      await datePromised(NOW);
    }
    expect(await minutesOfMails()).toHaveLength(12);
    // Known there: a repeat brings nothing any more that day.
    const { slug } = await db()
      .selectFrom("events")
      .select("slug")
      .limit(1)
      .executeTakeFirstOrThrow();
    await register(signUp(slug, { email: EMAIL }), after(120));
    expect(await minutesOfMails()).toHaveLength(12);
    await register(signUp(slug, { email: EMAIL }), after(25 * 60));
    expect(await minutesOfMails()).toHaveLength(13);
    // Others are not concerned.
    await register(signUp(slug), NOW);
    expect(await minutesOfMails()).toHaveLength(14);
  });

  test("doesn't come of replacing a pass, signing up and replacing it again", async () => {
    const event = await insertEvent();
    const input = signUp(event.slug, { email: EMAIL });
    for (let at = 0; at < 4; at++) {
      const outcome = await register(input, after(at));
      await datePromised(after(at));
      const { pass } = outcome as { pass: string };
      if (at > 0) expect(await resendMail(pass, after(at))).toEqual({ kind: "too-soon" });
      expect(await replacePass(pass, after(at))).toEqual({ kind: "replaced" });
      await datePromised(after(at));
    }
    const soon = (await minutesOfMails()).filter(([, minutes]) => minutes < 30);
    expect(soon.map(([kind]) => kind).sort()).toEqual(["confirmation", "replaced"]);
  });

  test("keeps nobody without a pass: one that is replaced comes at once, whatever came before", async () => {
    const event = await insertEvent();
    const outcome = await register(signUp(event.slug, { email: EMAIL }), NOW);
    await datePromised(NOW);
    const { pass } = outcome as { pass: string };
    expect(await resendMail(pass, after(1))).toEqual({ kind: "on-its-way" });
    await datePromised(after(1));
    expect(await replacePass(pass, after(2))).toEqual({ kind: "replaced" });
    const [replaced] = (await minutesOfMails()).filter(([kind]) => kind === "replaced");
    expect(replaced?.[1]).toBeLessThan(30);
  });

  test("is no matter once its owner has used a mail: they come and go as they like", async () => {
    const event = await insertEvent({ confirmAddress: true });
    for (let at = 0; at < 4; at++) {
      const outcome = await register(signUp(event.slug, { email: EMAIL }), after(at));
      expect(outcome.kind).toBe("held");
      const { registrationId } = outcome as { registrationId: string };
      const pass = await withTx((tx) => issuePass(tx, registrationId, { proved: true }));
      expect(await confirmAddress(pass, after(at))).toMatchObject({ kind: "confirmed" });
      expect(await withdraw(pass, after(at))).toEqual({ kind: "withdrawn" });
    }
    expect((await minutesOfMails()).every(([, minutes]) => minutes < 30)).toBe(true);
  });
});
