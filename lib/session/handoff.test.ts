import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, it } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { register } from "@/lib/registrations/register";
import { hashSecret, newSecret } from "@/lib/seal";
import { describeDatabases } from "@/test/database";
import { handOff, insertEvent, signUp, TENANT } from "@/test/fixtures";
import { keepAttendeeToken, takeAttendeeToken } from "./attendee-token";
import { findHandoff, lockHandoffs, spendHandoffs } from "./handoff";

const oid = randomUUID();
const joe = { tid: TENANT, oid, name: "Joe Abbott", email: null };
const ADDRESS = "joe@tidewater.example";

const look = (secret: string, eventId: string) =>
  withTx(async (tx) => (await lockHandoffs(tx, [secret], eventId)).get(secret));

async function spend(secret: string, eventId: string, address = ADDRESS): Promise<void> {
  await withTx(async (tx) => {
    const hash = (await lockHandoffs(tx, [secret], eventId)).get(secret)?.hash ?? "";
    await spendHandoffs(tx, [{ hash, emailNormalized: address, registrationId: null }]);
  });
}

describeDatabases("hand-off", () => {
  it("tells who signed in, for its event, as often as it is asked", async () => {
    const event = await insertEvent();
    const other = await insertEvent();
    const secret = await handOff(event.id, { oid });
    expect(await findHandoff(db(), secret, event.slug)).toEqual(joe);
    expect(await findHandoff(db(), secret, event.slug)).toEqual(joe);
    expect(await findHandoff(db(), secret, other.slug)).toBeNull();
    expect(await findHandoff(db(), newSecret(), event.slug)).toBeNull();
    expect(await look(secret, other.id)).toBeUndefined();
  });

  it("is used once, and remembers what for", async () => {
    const event = await insertEvent();
    const secret = await handOff(event.id, { oid });
    expect(await look(secret, event.id)).toMatchObject({ oid, usedFor: null });
    await spend(secret, event.id);
    await spend(secret, event.id, "another@tidewater.example");
    expect(await findHandoff(db(), secret, event.slug)).toBeNull();
    expect(await look(secret, event.id)).toMatchObject({ oid, usedFor: ADDRESS });
  });

  it("brings a token to the registration that it makes, and to no other", async () => {
    const event = await insertEvent();
    const [first, second] = [await handOff(event.id), await handOff(event.id)];
    const token = "the attendee's own";
    for (const secret of [first, second]) {
      const kept = { handoffHash: hashSecret(secret), token, expiresIn: 7_200 };
      await withTx((tx) => keepAttendeeToken(tx, kept));
    }
    const rows = await db().selectFrom("attendee_tokens").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(token);
    expect(Math.max(...rows.map((row) => row.expires_at.getTime()))).toBeLessThan(
      Date.now() + 3_700_000,
    );
    await register(signUp(event.slug), new Date());
    const { id } = await db().selectFrom("registrations").select("id").executeTakeFirstOrThrow();
    const used = { emailNormalized: ADDRESS, registrationId: id };
    // Sent again, it has made nothing: what the first brought stays.
    await withTx((tx) => spendHandoffs(tx, [{ ...used, hash: hashSecret(first) }]));
    const again = { ...used, registrationId: null };
    const both = [first, second].map((secret) => ({ ...again, hash: hashSecret(secret) }));
    await withTx((tx) => spendHandoffs(tx, both));
    expect(await db().selectFrom("attendee_tokens").selectAll().execute()).toHaveLength(1);
    expect(await withTx((tx) => takeAttendeeToken(tx, id))).toBe(token);
    expect(await withTx((tx) => takeAttendeeToken(tx, id))).toBeNull();
  });

  it("is over after fifteen minutes", async () => {
    const event = await insertEvent();
    const secret = await handOff(event.id);
    await db()
      .updateTable("handoffs")
      .set({ expires_at: sql<Date>`expires_at - interval '15 minutes'` })
      .execute();
    expect(await findHandoff(db(), secret, event.slug)).toBeNull();
    expect(await look(secret, event.id)).toBeUndefined();
  });

  it("keeps no secret", async () => {
    const event = await insertEvent();
    const secret = await handOff(event.id);
    const rows = await db().selectFrom("handoffs").selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(secret);
  });
});
