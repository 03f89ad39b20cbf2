import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { createWorker } from "@/lib/jobs/worker";
import { handlers } from "@/lib/worker";
import { describeDatabases } from "@/test/database";
import { insertEvent } from "@/test/fixtures";
import { mustCome, ownerOf, placeOf } from "@/test/places";
import { clearFlood, readFlood } from "./clear-flood";
import { confirmAddress } from "./confirm-address";

const MINUTE_MS = 60_000;

describeDatabases("a flood", () => {
  test("shows from ten suspect sign-ups on, and how fast they came", async () => {
    const event = await insertEvent({ capacity: 5 });
    const access = await ownerOf(event);
    const begun = Date.now();
    for (let at = 0; at < 9; at++) await mustCome(event, new Date(begun + at * MINUTE_MS), "queue");
    expect(await readFlood(access)).toBeNull();
    await mustCome(event, new Date(begun + 12 * MINUTE_MS), "queue");
    await mustCome(event);
    expect(await readFlood(access)).toEqual({ count: 10, minutes: 12 });
    expect(await readFlood(await ownerOf(await insertEvent()))).toBeNull();
  });

  test.each([
    ["a line", { capacity: 1, waitlist: true }],
    ["a line of addresses to confirm", { capacity: 1, waitlist: true, confirmAddress: true }],
    ["approval", { approval: true }],
    ["addresses to confirm", { confirmAddress: true, capacity: 20 }],
  ])("is cleared out, and nobody else is: %s", async (_name, wanted) => {
    const event = await insertEvent(wanted);
    const access = await ownerOf(event);
    const people = [await mustCome(event), await mustCome(event)];
    const machines = [];
    for (let at = 0; at < 12; at++) machines.push(await mustCome(event, new Date(), "queue"));
    const other = await insertEvent();
    const elsewhere = await mustCome(other, new Date(), "queue");
    const [confirmed, ...rest] = machines;
    if (!confirmed) throw new Error("Nobody came.");
    await confirmAddress(confirmed.pass, new Date());
    const before = await Promise.all([...people, confirmed, elsewhere].map(placeOf));

    expect(await clearFlood(access)).toBe(11);
    expect(await clearFlood(access)).toBe(0);
    expect(await readFlood(access)).toBeNull();
    expect(await Promise.all(rest.map(placeOf))).toEqual(Array(11).fill("expired"));
    expect(await Promise.all([...people, confirmed, elsewhere].map(placeOf))).toEqual(before);
    const [machine] = rest;
    expect(await confirmAddress(machine?.pass ?? "", new Date())).toEqual({
      kind: "nothing-to-confirm",
    });
  });

  test("whose mails haven't gone out sends none any more", async () => {
    const event = await insertEvent({ capacity: 5 });
    for (let at = 0; at < 10; at++) await mustCome(event, new Date(), "queue");
    await clearFlood(await ownerOf(event));
    await createWorker({ handlers: [...handlers] }).runDue();
    const states = await db().selectFrom("mails").select("state").execute();
    expect(states.map(({ state }) => state)).not.toContain("sent");
  });
});
