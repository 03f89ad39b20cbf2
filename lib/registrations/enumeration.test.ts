import { randomUUID } from "node:crypto";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { recordStatements } from "@/test/statements";
import { register } from "./register";

const KNOWN = "amara@example.org";
const now = () => new Date();

/** The outcome as far as an answer may depend on it. */
async function told(slug: string, email: string) {
  const outcome = await register(signUp(slug, { email }), now());
  // lib's outcome names the new registration; the route sends both to the same page.
  return "registrationId" in outcome && outcome.pass === null ? "look-in-mailbox" : outcome.kind;
}

/** Kinds of statements in order, without what they were given. */
async function work(slug: string, email: string): Promise<string[]> {
  const statements = await recordStatements(() => told(slug, email));
  const verbs = statements.map((text) => text.trim().split(/\s+/, 2).join(" ").toLowerCase());
  // Ending the savepoint, forwards or backwards, is the one thing that differs in name.
  return verbs.map((verb) => (/^(release|rollback to)/.test(verb) ? "end savepoint" : verb));
}

describeDatabases("delivery email and an address that is known", () => {
  const events = {
    "no capacity": { capacity: null },
    "a capacity": { capacity: 50 },
    "a waitlist that is joined": { capacity: 1, waitlist: true },
    approval: { capacity: 50, approval: true },
    "an address to confirm": { capacity: 50, confirmAddress: true },
    "an address to confirm on the waitlist": { capacity: 1, waitlist: true, confirmAddress: true },
  };
  for (const [name, wanted] of Object.entries(events)) {
    test(`is told and costs what a new one does: ${name}`, async () => {
      const event = await insertEvent({ delivery: "email", ...wanted });
      await told(event.slug, "first@example.org");
      await told(event.slug, KNOWN);
      expect(await told(event.slug, KNOWN)).toBe(await told(event.slug, "new@example.org"));

      const fresh = await work(event.slug, `${randomUUID()}@example.org`);
      const suppressed = await work(event.slug, KNOWN);
      await db().deleteFrom("mails").where("kind", "=", "again").execute();
      const mailed = await work(event.slug, KNOWN);
      expect(fresh.length).toBeGreaterThan(7);
      expect([...suppressed].sort()).toEqual([...fresh].sort());
      expect([...mailed].sort()).toEqual([...fresh].sort());
    });
  }

  test("leaves nothing behind of the stranger, and takes no place", async () => {
    const event = await insertEvent({ delivery: "email", capacity: 5 });
    await told(event.slug, KNOWN);
    const before = await everything();
    await told(event.slug, KNOWN);
    const after = await everything();
    expect(after).toMatchObject({ registrations: 1, enrolments: 1, occupied: 1 });
    // The one `again` mail and its job.
    expect(after).toEqual({ ...before, mails: before.mails + 1, jobs: before.jobs + 1 });
    await told(event.slug, KNOWN);
    expect(await everything()).toEqual(after);
  });

  test("full says full to both", async () => {
    const event = await insertEvent({ delivery: "email", capacity: 1 });
    await told(event.slug, KNOWN);
    expect(await told(event.slug, KNOWN)).toBe("full");
    expect(await told(event.slug, "new@example.org")).toBe("full");
  });
});

async function everything() {
  return withTx(async (tx) => {
    const count = async (table: "registrations" | "enrolments" | "mails" | "jobs") =>
      (await tx.selectFrom(table).select("id").execute()).length;
    const { occupied } = await tx.selectFrom("events").select("occupied").executeTakeFirstOrThrow();
    return {
      registrations: await count("registrations"),
      enrolments: await count("enrolments"),
      mails: await count("mails"),
      jobs: await count("jobs"),
      occupied,
    };
  });
}
