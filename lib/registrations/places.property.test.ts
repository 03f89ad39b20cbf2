import fc from "fast-check";
import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import type { Place } from "@/lib/db/schema";
import { describeDatabases } from "@/test/database";
import { insertEvent, type TestEvent } from "@/test/fixtures";
import { come, ownerOf, type Person, settle } from "@/test/places";
import { acceptOffer } from "./accept-offer";
import { confirmAddress } from "./confirm-address";
import { approveRequests, declineRequests } from "./decide-requests";
import { promote } from "./promote";
import { withdraw } from "./withdraw";

/*
 * Whatever happens at an event, in whatever order: no place is given twice, none is free while
 * somebody waits, and who is offered one was the first in line. The line is told by a model of its
 * own: a list, in order of arrival.
 */

const STEPS = ["come", "give-up", "accept", "confirm", "approve", "decline", "promote"] as const;

const step = fc.oneof(
  { weight: 6, arbitrary: fc.record({ what: fc.constantFrom("come", "come-suspect") }) },
  {
    weight: 10,
    arbitrary: fc.record({ what: fc.constantFrom(...STEPS), who: fc.nat({ max: 30 }) }),
  },
  { weight: 2, arbitrary: fc.record({ what: fc.constant("pass-time"), minutes: fc.nat(90) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      what: fc.constant("set-capacity"),
      capacity: fc.option(fc.integer({ min: 1, max: 6 }), { nil: null, freq: 8 }),
    }),
  },
);

const seldom = fc.oneof(
  { weight: 1, arbitrary: fc.constant(true) },
  { weight: 3, arbitrary: fc.constant(false) },
);

const world = fc.record({
  capacity: fc.integer({ min: 1, max: 4 }),
  waitlist: seldom.map((without) => !without),
  approval: seldom,
  confirmAddress: seldom,
});

type Step = { what: string; who?: number; minutes?: number; capacity?: number | null };

interface Seen {
  id: string;
  place: Place;
  unconfirmed: boolean;
  enrolled: boolean;
}

async function see(event: TestEvent): Promise<Map<string, Seen>> {
  const rows = await db()
    .selectFrom("registrations")
    .leftJoin("enrolments", "enrolments.registration_id", "registrations.id")
    .select(["registrations.id", "place", "unconfirmed", "enrolments.wanted"])
    .where("event_id", "=", event.id)
    .execute();
  return new Map(
    rows.map(({ wanted, ...row }) => [row.id, { ...row, enrolled: wanted === "enrolled" }]),
  );
}

const isCounted = ({ place }: Seen) => ["held", "offered", "taken"].includes(place);
const isNext = ({ place, unconfirmed }: Seen) => place === "waitlisted" && !unconfirmed;

async function play(event: TestEvent, steps: readonly Step[]): Promise<void> {
  const access = await ownerOf(event);
  const people: Person[] = [];
  let order: string[] = [];
  let now = new Date();
  let before = await see(event);
  for (const { what, who = 0, minutes = 0, capacity } of steps) {
    const person = pick(what, who, people, before);
    now = new Date(now.getTime() + 1);
    if (what === "come" || what === "come-suspect") {
      const someone = await come(event, now, what === "come" ? "hold" : "queue");
      if (someone) {
        people.push(someone);
        order.push(someone.id);
      }
    } else if (what === "pass-time") now = new Date(now.getTime() + minutes * 60_000);
    else if (what === "set-capacity")
      await setCapacity(event, capacity ?? null, [...before.values()].filter(isCounted).length);
    else if (!person) continue;
    else if (what === "give-up") await withdraw(person.pass, now);
    else if (what === "accept") await acceptOffer(person.pass, now);
    else if (what === "confirm") await confirmAddress(person.pass, now);
    else if (what === "approve") await approveRequests(access, [person.id], now);
    else if (what === "decline") await declineRequests(access, [person.id], "");
    else if ((await promote(access, [person.id])) > 0)
      order = [person.id, ...order.filter((id) => id !== person.id)];

    const between = await see(event);
    checkPlaces(await read(event), between, before);
    await settle(event, now);
    const after = await see(event);
    const { free } = checkPlaces(await read(event), after, between);
    checkLine(order, between, after);
    if (free > 0) expect([...after.values()].filter(isNext)).toEqual([]);
    before = after;
  }
}

/** Mostly somebody for whom the step means something. */
function pick(what: string, who: number, people: Person[], seen: Map<string, Seen>) {
  const wanted: Record<string, Place[]> = {
    "give-up": ["taken", "held", "offered"],
    accept: ["offered"],
    confirm: ["held", "waitlisted", "awaiting_approval"],
    approve: ["awaiting_approval"],
    promote: ["waitlisted"],
  };
  const fitting = people.filter(({ id }) => {
    const place = seen.get(id)?.place;
    return place !== undefined && wanted[what]?.includes(place);
  });
  const from = who % 5 > 0 && fitting.length > 0 ? fitting : people;
  return from[who % Math.max(from.length, 1)];
}

/** As the editor does it; the counter starts true. */
async function setCapacity(event: TestEvent, capacity: number | null, occupied: number) {
  await db().updateTable("events").set({ capacity, occupied }).where("id", "=", event.id).execute();
}

function read(event: TestEvent) {
  return db()
    .selectFrom("events")
    .select(["capacity", "occupied"])
    .where("id", "=", event.id)
    .executeTakeFirstOrThrow();
}

/** Counted rightly, enrolled rightly, and no more given than there are (fewer may have been made). */
function checkPlaces(
  { capacity, occupied }: { capacity: number | null; occupied: number },
  now: Map<string, Seen>,
  before: Map<string, Seen>,
): { free: number } {
  const all = [...now.values()];
  for (const each of all) expect(each.enrolled).toBe(each.place === "taken");
  // What was taken stays taken, until its holder gives it up.
  for (const each of all)
    if (before.get(each.id)?.place === "taken")
      expect(["taken", "withdrawn"]).toContain(each.place);
  if (capacity === null) return { free: Number.POSITIVE_INFINITY };
  const counted = all.filter(isCounted).length;
  expect(occupied).toBe(counted);
  const counted0 = [...before.values()].filter(isCounted).length;
  expect(counted).toBeLessThanOrEqual(Math.max(capacity, counted0));
  return { free: capacity - counted };
}

/** Whoever got an offer was in front of everybody who still waits. */
function checkLine(order: string[], between: Map<string, Seen>, after: Map<string, Seen>): void {
  const line = order.filter((id) => {
    const seen = between.get(id);
    return seen !== undefined && isNext(seen);
  });
  const offered = line.filter((id) => after.get(id)?.place === "offered");
  expect(offered).toEqual(line.slice(0, offered.length));
}

describeDatabases("places, in any order of things", (database) => {
  test("order and capacity hold", { timeout: 120_000 }, async () => {
    await fc.assert(
      fc.asyncProperty(world, fc.array(step, { minLength: 10, maxLength: 40 }), async (at, steps) =>
        play(await insertEvent({ ...at, offerMinutes: 60, holdMinutes: 30 }), steps),
      ),
      { numRuns: database.kind === "postgres" ? 25 : 10 },
    );
  });
});
