import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { describeDatabase, describeDatabases } from "@/test/database";
import { handOff, insertEvent, signUp } from "@/test/fixtures";
import { recordStatements } from "@/test/statements";
import { readPass } from "./read-pass";
import { register } from "./register";
import type { RegisterOutcome } from "./sign-up";
import { withdraw } from "./withdraw";

const now = () => new Date();

async function countIn(table: "registrations" | "enrolments" | "mails" | "jobs"): Promise<number> {
  const rows = await db().selectFrom(table).select("id").execute();
  return rows.length;
}

async function takenOf(eventId: string): Promise<number> {
  const row = await db()
    .selectFrom("events")
    .select("occupied")
    .where("id", "=", eventId)
    .executeTakeFirstOrThrow();
  return row.occupied;
}

describeDatabases("register", () => {
  test("makes registration, enrolment, mail and jobs together, and tells the pass", async () => {
    const event = await insertEvent({ capacity: 10 });
    const outcome = await register(signUp(event.slug), now());
    expect(outcome).toMatchObject({ kind: "registered", delivery: "show" });
    expect(await countIn("registrations")).toBe(1);
    expect(await countIn("enrolments")).toBe(1);
    expect(await countIn("mails")).toBe(1);
    const jobs = await db().selectFrom("jobs").select(["name", "lane"]).orderBy("name").execute();
    expect(jobs).toEqual([
      { name: "enrolment.reconcile", lane: `organizer:${event.organizerId}` },
      { name: "registrations.deliver-mail", lane: "mail" },
    ]);
    expect(await takenOf(event.id)).toBe(1);
    const pass = await readPass((outcome as { pass: string }).pass, now());
    expect(pass).toMatchObject({
      ended: false,
      place: "taken",
      link: { kind: "waiting" },
      person: null,
    });
  });

  test("delivery email tells no pass", async () => {
    const event = await insertEvent({ delivery: "email" });
    expect(await register(signUp(event.slug), now())).toMatchObject({
      kind: "registered",
      pass: null,
    });
    expect(await db().selectFrom("passes").selectAll().execute()).toEqual([]);
  });

  test("the same address ten times at once is one registration", async () => {
    const event = await insertEvent();
    const input = signUp(event.slug, { email: "  Amara.Diallo@BÜCHER.example " });
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => register(input, now())));
    const kinds = outcomes.map(({ kind }) => kind).sort();
    expect(kinds.filter((kind) => kind === "registered")).toHaveLength(1);
    expect(kinds.filter((kind) => kind === "again")).toHaveLength(9);
    expect(await countIn("registrations")).toBe(1);
    const passes = new Set(outcomes.map((outcome) => "pass" in outcome && outcome.pass));
    expect(passes.size).toBe(1);
  });

  test("a crowd costs hardly more statements than one person, and each learns their own", async () => {
    const event = await insertEvent({ capacity: 41 });
    await register(signUp(event.slug, { email: "amara@example.org" }), now());
    const alone = await recordStatements(() => register(signUp(event.slug), now()));
    const crowd = Array.from({ length: 40 }, () => signUp(event.slug));
    const known = signUp(event.slug, { email: "amara@example.org" });
    let outcomes: RegisterOutcome[] = [];
    const together = await recordStatements(async () => {
      outcomes = await Promise.all([...crowd, known].map((each) => register(each, now())));
    });
    // Two batches, and a mail for the address that is known.
    expect(together.length).toBeLessThan(3 * alone.length);
    const kinds = outcomes.map(({ kind }) => kind);
    expect(kinds).toEqual([...Array(39).fill("registered"), "full", "full"]);
    expect(await takenOf(event.id)).toBe(41);
    for (const [at, { email }] of crowd.slice(0, 3).entries()) {
      const { pass, registrationId } = outcomes[at] as { pass: string; registrationId: string };
      expect(await readPass(pass, now())).toMatchObject({ place: "taken" });
      const row = await db()
        .selectFrom("registrations")
        .select("email")
        .where("id", "=", registrationId)
        .executeTakeFirst();
      expect(row?.email).toBe(email);
    }
  });

  test("another browser learns nothing and takes nothing; the mailbox gets a fresh pass", async () => {
    const event = await insertEvent({ capacity: 2 });
    const email = "amara@example.org";
    await register(signUp(event.slug, { email }), now());
    const stranger = signUp(event.slug, { email: "AMARA@example.org" });
    expect(await register(stranger, now())).toEqual({ kind: "look-in-mailbox" });
    expect(await register(stranger, now())).toEqual({ kind: "look-in-mailbox" });
    const kinds = (await db().selectFrom("mails").select("kind").execute()).map(({ kind }) => kind);
    expect(kinds.sort()).toEqual(["again", "confirmation"]);
    expect(await takenOf(event.id)).toBe(1);
  });

  test("a full event says full to strangers, registered or not, and not to the own browser", async () => {
    const event = await insertEvent({ capacity: 1 });
    const first = signUp(event.slug, { email: "amara@example.org" });
    await register(first, now());
    expect(await register(signUp(event.slug), now())).toEqual({ kind: "full" });
    const sameAddress = signUp(event.slug, { email: "amara@example.org" });
    expect(await register(sameAddress, now())).toEqual({ kind: "full" });
    expect(await register(first, now())).toMatchObject({ kind: "again" });
  });

  test("opens and closes by time and by the organizer's word", async () => {
    const hour = 60 * 60_000;
    const at = (ms: number) => new Date(Date.now() + ms);
    const outcome = async (wanted: Parameters<typeof insertEvent>[0]) => {
      const event = await insertEvent(wanted);
      return (await register(signUp(event.slug), now())).kind;
    };
    expect(await outcome({ opensAt: at(hour) })).toBe("not-open-yet");
    expect(await outcome({ opensAt: at(-hour), closesAt: at(hour) })).toBe("registered");
    expect(await outcome({ closesAt: at(-hour) })).toBe("closed");
    expect(await outcome({ state: "closed" })).toBe("closed");
    expect(await outcome({ state: "cancelled" })).toBe("cancelled");
    expect(await outcome({ startsAt: at(-2 * hour) })).toBe("over");
    expect(await outcome({ state: "draft" })).toBe("no-such-event");
    expect((await register(signUp("nothing-here"), now())).kind).toBe("no-such-event");
  });

  test("an organization's event takes members of the organizer's tenant only", async () => {
    const event = await insertEvent({ audience: "organization" });
    expect((await register(signUp(event.slug), now())).kind).toBe("sign-in-needed");
    const stranger = await handOff(event.id, { tid: randomUUID() });
    expect((await register(signUp(event.slug, { handoff: stranger }), now())).kind).toBe(
      "other-organization",
    );
    const elsewhere = await handOff((await insertEvent({ audience: "organization" })).id);
    expect((await register(signUp(event.slug, { handoff: elsewhere }), now())).kind).toBe(
      "sign-in-needed",
    );
    const oid = randomUUID();
    const first = await register(
      signUp(event.slug, { handoff: await handOff(event.id, { oid }) }),
      now(),
    );
    expect(first.kind).toBe("registered");
    const later = await handOff(event.id, { oid });
    expect(await register(signUp(event.slug, { handoff: later }), now())).toEqual({
      kind: "again",
      pass: (first as { pass: string }).pass,
    });
    expect(await countIn("registrations")).toBe(1);
  });

  test("a member's second click is told the same, and the sign-in serves no other sign-up", async () => {
    const event = await insertEvent({ audience: "organization" });
    const input = signUp(event.slug, { handoff: await handOff(event.id) });
    const outcomes = await Promise.all(Array.from({ length: 4 }, () => register(input, now())));
    const passes = new Set(outcomes.map((outcome) => "pass" in outcome && outcome.pass));
    const [pass = ""] = [...passes];
    expect(passes.size).toBe(1);
    expect(await register(input, now())).toEqual({ kind: "again", pass });
    expect(await register({ ...input, browser: randomUUID() }, now())).toEqual({
      kind: "sign-in-needed",
    });
    expect(await withdraw(String(pass), now())).toEqual({ kind: "withdrawn" });
    expect(await register(input, now())).toEqual({ kind: "sign-in-needed" });
    expect(await countIn("registrations")).toBe(1);
  });

  test("a second click for an address that another member has taken is told the same", async () => {
    const event = await insertEvent({ audience: "organization", delivery: "email" });
    const email = "amara@example.org";
    await register(signUp(event.slug, { email, handoff: await handOff(event.id) }), now());
    const input = signUp(event.slug, { email, handoff: await handOff(event.id) });
    expect(await register(input, now())).toEqual({ kind: "look-in-mailbox" });
    expect(await register(input, now())).toEqual({ kind: "look-in-mailbox" });
    const probe = { ...input, email: "somebody.else@example.org" };
    expect(await register(probe, now())).toEqual({ kind: "sign-in-needed" });
    expect(await countIn("registrations")).toBe(1);
  });

  test("a sign-up that comes to nothing, or is rolled back, leaves the sign-in", async () => {
    const event = await insertEvent({ audience: "organization", state: "closed" });
    const input = signUp(event.slug, { handoff: await handOff(event.id) });
    expect(await register(input, now())).toEqual({ kind: "closed" });
    await db().updateTable("events").set({ state: "open" }).where("id", "=", event.id).execute();
    await sql`alter table mails add constraint broken check (kind <> 'confirmation')`.execute(db());
    await expect(register(input, now())).rejects.toThrow("broken");
    await sql`alter table mails drop constraint broken`.execute(db());
    expect(await register(input, now())).toMatchObject({ kind: "registered" });
  });

  test("delivery email: a second press mails nothing more, coming back later does", async () => {
    const event = await insertEvent({ delivery: "email" });
    const input = signUp(event.slug);
    await register(input, now());
    expect(await register(input, now())).toEqual({ kind: "look-in-mailbox" });
    expect(await countIn("mails")).toBe(1);
    await register(input, new Date(Date.now() + 5 * 60_000));
    expect(await countIn("mails")).toBe(2);
  });

  test("an address that no mail reaches is refused", async () => {
    const event = await insertEvent();
    const email = "amara@exa mple..org";
    expect(await register(signUp(event.slug, { email }), now())).toEqual({ kind: "invalid-email" });
  });

  test("giving up frees the place, ends the enrolment and can be followed by a new sign-up", async () => {
    const event = await insertEvent({ capacity: 1 });
    const input = signUp(event.slug);
    const outcome = await register(input, now());
    const pass = (outcome as { pass: string }).pass;
    expect(await withdraw(pass, now())).toEqual({ kind: "withdrawn" });
    expect(await withdraw(pass, now())).toEqual({ kind: "already" });
    expect(await takenOf(event.id)).toBe(0);
    const enrolment = await db()
      .selectFrom("enrolments")
      .select(["wanted", "state"])
      .executeTakeFirstOrThrow();
    // Nothing was tried at Microsoft yet, so there is nothing to remove there.
    expect(enrolment).toEqual({ wanted: "withdrawn", state: "withdrawn" });
    expect((await register(input, now())).kind).toBe("registered");
    expect(await takenOf(event.id)).toBe(1);
  });

  test("an unknown or guessed pass opens nothing", async () => {
    expect(await readPass("AAAAAAAAAAAAAAAAAAAAAA", now())).toBeNull();
    expect(await withdraw("AAAAAAAAAAAAAAAAAAAAAA", now())).toEqual({ kind: "unknown" });
  });
});

describeDatabase("postgres", "register under contention", () => {
  test("forty people at once for five places are exactly five", async () => {
    const event = await insertEvent({ capacity: 5 });
    const outcomes = await Promise.all(
      Array.from({ length: 40 }, () => register(signUp(event.slug), now())),
    );
    const count = (kind: string) => outcomes.filter((outcome) => outcome.kind === kind).length;
    expect(count("registered")).toBe(5);
    expect(count("full")).toBe(35);
    expect(await takenOf(event.id)).toBe(5);
    expect(await countIn("registrations")).toBe(5);
    expect(await countIn("enrolments")).toBe(5);
  });

  test("sign-ups and withdrawals at once leave the counter true", async () => {
    const event = await insertEvent({ capacity: 8 });
    const passes: string[] = [];
    await Promise.all(
      Array.from({ length: 30 }, async (_, index) => {
        const outcome = await register(signUp(event.slug), now());
        if (outcome.kind !== "registered" || !outcome.pass) return;
        if (index % 2) await withdraw(outcome.pass, now());
        else passes.push(outcome.pass);
      }),
    );
    const taken = await db()
      .selectFrom("registrations")
      .select("id")
      .where("place", "=", "taken")
      .execute();
    expect(await takenOf(event.id)).toBe(taken.length);
    expect(taken.length).toBeLessThanOrEqual(8);
    expect(passes.length).toBe(taken.length);
  });
});
