import { sql } from "kysely";
import { expect, it } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { hashSecret, newSecret } from "@/lib/seal";
import { describeDatabases } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { findHandoff, insertHandoff, useHandoff } from "./handoff";

const joe = { tid: "tid", oid: "oid", name: "Joe Abbott", email: null };

async function handOff(eventId: string): Promise<string> {
  const secret = newSecret();
  await withTx((tx) => insertHandoff(tx, { hash: hashSecret(secret), eventId, ...joe }));
  return secret;
}

describeDatabases("hand-off", () => {
  it("tells who signed in, for its event, as often as it is asked", async () => {
    const event = await insertEvent();
    const other = await insertEvent();
    const secret = await handOff(event.id);
    expect(await findHandoff(db(), secret, event.slug)).toEqual(joe);
    expect(await findHandoff(db(), secret, event.slug)).toEqual(joe);
    expect(await findHandoff(db(), secret, other.slug)).toBeNull();
    expect(await findHandoff(db(), newSecret(), event.slug)).toBeNull();
  });

  it("is used once, by one of many", async () => {
    const event = await insertEvent();
    const secret = await handOff(event.id);
    expect(await withTx((tx) => useHandoff(tx, secret, crypto.randomUUID()))).toBeNull();
    const used = await Promise.all(
      Array.from({ length: 5 }, () => withTx((tx) => useHandoff(tx, secret, event.id))),
    );
    expect(used.filter(Boolean)).toEqual([joe]);
    expect(await findHandoff(db(), secret, event.slug)).toBeNull();
  });

  it("stays usable when the sign-up came to nothing", async () => {
    const event = await insertEvent();
    const secret = await handOff(event.id);
    const failed = withTx(async (tx) => {
      await useHandoff(tx, secret, event.id);
      throw new Error("full");
    });
    await expect(failed).rejects.toThrow("full");
    expect(await findHandoff(db(), secret, event.slug)).toEqual(joe);
  });

  it("is over after fifteen minutes", async () => {
    const event = await insertEvent();
    const secret = await handOff(event.id);
    await db()
      .updateTable("handoffs")
      .set({ expires_at: sql<Date>`expires_at - interval '15 minutes'` })
      .execute();
    expect(await findHandoff(db(), secret, event.slug)).toBeNull();
    expect(await withTx((tx) => useHandoff(tx, secret, event.id))).toBeNull();
  });

  it("keeps no secret", async () => {
    const event = await insertEvent();
    const secret = await handOff(event.id);
    const rows = await db().selectFrom("handoffs").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
