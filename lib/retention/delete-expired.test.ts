import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import type { Place } from "@/lib/db/schema";
import { createWorker } from "@/lib/jobs/worker";
import { register } from "@/lib/registrations/register";
import { UNCONFIRMED_DAYS } from "@/lib/registrations/unconfirmed-days";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { scheduleDeletion } from "./delete-expired";
import { deleteExpiredHandler } from "./delete-expired.job";

const DAY_MS = 24 * 60 * 60_000;

/** Somebody who signed up so many days ago, and how that stands. */
async function since(
  event: TestEvent,
  days: number,
  { place, unconfirmed }: { place: Place; unconfirmed: boolean },
): Promise<string> {
  const firstName = `${place} ${unconfirmed ? "unconfirmed" : "confirmed"} ${days}`;
  await register(signUp(event.slug, { firstName }), new Date());
  await db()
    .updateTable("registrations")
    .set({ place, unconfirmed, created_at: new Date(Date.now() - days * DAY_MS) })
    .where("first_name", "=", firstName)
    .execute();
  return firstName;
}

async function run(): Promise<void> {
  await db().deleteFrom("jobs").execute();
  await withTx((tx) => scheduleDeletion(tx, new Date(Date.now() - 60 * 60_000)));
  await createWorker({ handlers: [deleteExpiredHandler] }).runDue();
}

describeDatabases("retention", () => {
  test("deletes sign-ups whose address nobody confirmed, after a while, and no others", async () => {
    const event = await insertEvent({ confirmAddress: true });
    const old = UNCONFIRMED_DAYS + 1;
    await since(event, old, { place: "expired", unconfirmed: true });
    await since(event, old, { place: "withdrawn", unconfirmed: true });
    const kept = [
      await since(event, UNCONFIRMED_DAYS - 1, { place: "expired", unconfirmed: true }),
      // Their offer ran out; the address is theirs.
      await since(event, old, { place: "expired", unconfirmed: false }),
      await since(event, old, { place: "withdrawn", unconfirmed: false }),
      await since(event, old, { place: "held", unconfirmed: true }),
      await since(event, old, { place: "waitlisted", unconfirmed: true }),
      await since(event, old, { place: "taken", unconfirmed: false }),
    ];
    await run();
    const left = await db().selectFrom("registrations").select("first_name as name").execute();
    expect(left.map(({ name }) => name).sort()).toEqual(kept.sort());
    // Their mails and passes went with them.
    for (const table of ["mails", "passes"] as const) {
      const rows = await db().selectFrom(table).select("registration_id").distinct().execute();
      expect(rows, table).toHaveLength(kept.length);
    }
    // The next hour's run is asked for.
    const jobs = await db()
      .selectFrom("jobs")
      .select("name")
      .where("state", "=", "ready")
      .execute();
    expect(jobs).toEqual([{ name: "retention.delete-expired" }]);
  });
});
