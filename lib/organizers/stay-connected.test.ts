import { sql } from "kysely";
import { afterEach, beforeEach, expect, it } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { laneState } from "@/lib/jobs/lanes";
import { createWorker } from "@/lib/jobs/worker";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { insertEvent, insertPerson } from "@/test/fixtures";
import { startTokenServer, type TokenServer } from "@/test/token-server";
import { keepConnection } from "./keep-connection";
import { organizerLane } from "./lane";
import { scheduleFindIdle } from "./stay-connected";

const DAY_MS = 24 * 60 * 60_000;

let entra: TokenServer;
beforeEach(async () => {
  entra = await startTokenServer();
});
afterEach(() => entra.stop());

/** Somebody whose grant was last used so many days ago. */
async function connect(daysAgo: number): Promise<string> {
  const personId = await insertPerson();
  const tokens = { accessToken: "access-0", refreshToken: "refresh-0", expiresIn: 3_600 };
  await withTx((tx) => keepConnection(tx, personId, { ...tokens, scopes: ["Calendars.Read"] }));
  await db()
    .updateTable("connections")
    .set({
      updated_at: sql<Date>`now() - make_interval(days => ${daysAgo})`,
      access_expires_at: sql<Date>`now() - make_interval(days => ${daysAgo}) + interval '1 hour'`,
    })
    .where("person_id", "=", personId)
    .execute();
  return personId;
}

/** The daily look, today, with all that follows from it. */
async function look(): Promise<void> {
  await withTx((tx) => scheduleFindIdle(tx, new Date(Date.now() - DAY_MS)));
  await createWorker({ handlers: [...handlers] }).runDue();
}

const jobs = () =>
  db().selectFrom("jobs").select(["name", "lane", "state"]).orderBy("name").execute();

const stateOf = async (personId: string) =>
  (
    await db()
      .selectFrom("connections")
      .select("state")
      .where("person_id", "=", personId)
      .executeTakeFirstOrThrow()
  ).state;

describeDatabases("staying connected", () => {
  it("uses a grant that rested for a month while an event is to come, once", async () => {
    const organizerId = await connect(31);
    await insertEvent({ organizerId, state: "closed" });
    await insertEvent({ organizerId });
    await look();
    expect(entra.asked.map((form) => form.get("refresh_token"))).toEqual(["refresh-0"]);
    await look();
    expect(entra.asked).toHaveLength(1);
  });

  it("comes back every day", async () => {
    await look();
    const [next, ...others] = await db().selectFrom("jobs").select(["name", "run_at"]).execute();
    expect(next?.name).toBe("organizers.find-idle");
    expect(next?.run_at.getTime()).toBeGreaterThan(Date.now());
    expect(others).toEqual([]);
  });

  it("leaves alone who was here, has nothing to come, or has to sign in again anyway", async () => {
    await insertEvent({ organizerId: await connect(29) });
    await connect(60);
    await insertEvent({ organizerId: await connect(60), state: "cancelled" });
    await insertEvent({ organizerId: await connect(60), startsAt: new Date(Date.now() - DAY_MS) });
    const broken = await connect(60);
    await insertEvent({ organizerId: broken });
    await db()
      .updateTable("connections")
      .set({ state: "broken" })
      .where("person_id", "=", broken)
      .execute();
    await look();
    expect(entra.asked).toHaveLength(0);
  });

  it("says so when it came too late, and pauses nobody's lane", async () => {
    const organizerId = await connect(95);
    await insertEvent({ organizerId });
    entra.answer = () => ({
      status: 400,
      body: { error: "invalid_grant", error_codes: [700082], error_description: "AADSTS700082" },
    });
    await look();
    expect(await stateOf(organizerId)).toBe("broken");
    expect(await laneState(db(), organizerLane(organizerId))).toMatchObject({ paused: false });
    expect(await jobs()).toContainEqual(
      expect.objectContaining({ name: "organizers.tell-broken", lane: "mail" }),
    );
  });

  it("waits in the organizer's lane while Entra asks to", async () => {
    const organizerId = await connect(40);
    await insertEvent({ organizerId });
    entra.answer = () => ({
      status: 429,
      body: { error: "temporarily_unavailable" },
      retryAfter: "600",
    });
    await look();
    expect(await jobs()).toContainEqual({
      name: "organizers.stay-connected",
      lane: organizerLane(organizerId),
      state: "ready",
    });
    expect(await stateOf(organizerId)).toBe("working");
  });
});
