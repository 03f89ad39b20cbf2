import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { lockEvent } from "@/lib/events/queries";
import { lockPlaces } from "@/lib/registrations/lock-places";
import { register } from "@/lib/registrations/register";
import { describeDatabase } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { untilWaits } from "@/test/locks";
import { markEnrolled, retireOthers } from "./queries";

describeDatabase("postgres", "enrolments of one registration", () => {
  test("are locked from the oldest on by whoever stores a link, as by whoever ends them all", async () => {
    const event = await insertEvent();
    await register(signUp(event.slug), new Date());
    const older = await db()
      .updateTable("enrolments")
      .set({ wanted: "withdrawn" })
      .returningAll()
      .executeTakeFirstOrThrow();
    const newer = randomUUID();
    await db()
      .insertInto("enrolments")
      .values({ ...older, id: newer, generation: 2, registrant_id: newer, wanted: "enrolled" })
      .execute();
    const link = { joinLinkSealed: "sealed", remoteId: null, hasOthers: true };
    const held = Promise.withResolvers<void>();
    const waiting = Promise.withResolvers<void>();
    const another = withTx(async (tx) => {
      await sql`select from enrolments where id = ${older.id}::uuid for update`.execute(tx);
      held.resolve();
      await waiting.promise;
      // Held by whoever stores the link, this would be a deadlock.
      await sql`select from enrolments where id = ${newer}::uuid for update nowait`.execute(tx);
    });
    await held.promise;
    const stored = withTx(async (tx) => {
      const marked = await markEnrolled(tx, newer, link);
      await retireOthers(tx, { id: newer, registrationId: older.registration_id });
      return marked;
    });
    await untilWaits(stored);
    waiting.resolve();
    await another;
    expect(await stored).toMatchObject({ state: "enrolled" });
  });

  test.each([lockEvent, lockPlaces])(
    "are stored beside somebody who has the event (%o)",
    async (lock) => {
      const event = await insertEvent();
      await register(signUp(event.slug), new Date());
      const { id } = await db().selectFrom("registrations").select("id").executeTakeFirstOrThrow();
      const locked = Promise.withResolvers<void>();
      const stored = Promise.withResolvers<void>();
      const another = withTx(async (tx) => {
        await lock(tx, event.id);
        locked.resolve();
        await stored.promise;
      });
      await locked.promise;
      const storing = withTx(async (tx) => {
        await sql`set local lock_timeout = '2s'`.execute(tx);
        // At the second of two changes PostgreSQL looks for the event that the row refers to.
        for (const links of [1, 2])
          await tx.updateTable("registrations").set({ links }).where("id", "=", id).execute();
      });
      await storing.finally(stored.resolve);
      await another;
    },
  );
});
