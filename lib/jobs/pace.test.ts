import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Pace, paceOf, slowDown, type Throttling } from "@/lib/jobs/pace";
import {
  drain,
  fixedWindow,
  punishing,
  type Service,
  slidingWindow,
  tokenBucket,
} from "./pace-simulation.fixture";

const CALLS = 5_000;

/** Numbers from 0 to 1 that look random and are the same each time. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

interface World {
  /** Calls within the second before, such as sign-ups one by one: the window lets go of them alone. */
  earlier?: number;
  kind: "sliding" | "fixed" | "bucket";
  /** Calls a second that the service allows in the long run. */
  rate: number;
  window: number;
  /** Seconds; a tenth more or less each time, and up to 10 ms until the call is on its way. */
  latency: number;
  seed: number;
}

function worlds(windows: number[], rate: { min: number; max: number }): fc.Arbitrary<World> {
  return fc
    .record({
      kind: fc.constantFrom("sliding" as const, "fixed" as const, "bucket" as const),
      rate: fc.integer(rate),
      window: fc.constantFrom(...windows),
      slowness: fc.double({ min: 0, max: 1, noNaN: true }),
      earlier: fc.nat(3),
      seed: fc.nat(),
    })
    .map(({ slowness, ...world }) => {
      // Slower than that, twelve calls at once come too close to the limit to measure it.
      const slowest = Math.min(0.4, 6 / world.rate);
      return { ...world, latency: 0.02 + slowness * (slowest - 0.02) };
    });
}

function serviceOf({ kind, rate, window, earlier = 0 }: World): Service {
  if (kind === "bucket") return tokenBucket(rate, Math.max(2, rate * window));
  const service = (kind === "fixed" ? fixedWindow : slidingWindow)(rate * window, window);
  for (let n = earlier; n > 0; n -= 1) service(-n / earlier);
  return service;
}

function drainOf(world: World, service = serviceOf(world), pace?: Pace, calls = CALLS) {
  const random = noise(world.seed);
  const drained = drain(service, {
    calls,
    latency: () => world.latency * (0.9 + random() / 5),
    jitter: () => random() / 100,
    pace,
  });
  return {
    ...drained,
    used: calls / world.rate / drained.seconds,
    share: drained.refused / (drained.refused + drained.taken),
  };
}

describe("a drain of 5,000 calls", () => {
  test("uses 0.95 of what a service of Graph's windows allows, with 2 % refused at most", () => {
    fc.assert(
      fc.property(worlds([10, 30], { min: 1, max: 30 }), (world) => {
        const { used, share } = drainOf(world);
        expect(used).toBeGreaterThanOrEqual(0.95);
        expect(share).toBeLessThan(0.02);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  test("finds the pace within seconds: 0.94 of 2,000 calls too, at 20 a second", () => {
    const world = fc.record({
      kind: fc.constantFrom("sliding" as const, "bucket" as const),
      rate: fc.constant(20),
      window: fc.constantFrom(10, 30),
      earlier: fc.nat(3),
      latency: fc.double({ min: 0.005, max: 0.1, noNaN: true }),
      seed: fc.nat(),
    });
    fc.assert(
      fc.property(world, (each) => {
        const { used, share } = drainOf(each, serviceOf(each), undefined, 2_000);
        expect(used).toBeGreaterThanOrEqual(0.94);
        expect(share).toBeLessThan(0.02);
      }),
      { numRuns: 60, seed: 4 },
    );
  });

  test("holds up where a window is a second, and a wait costs all of it", () => {
    fc.assert(
      fc.property(worlds([1], { min: 10, max: 30 }), (world) => {
        const { used, share } = drainOf(world);
        expect(used).toBeGreaterThanOrEqual(0.8);
        expect(share).toBeLessThan(0.02);
      }),
      { numRuns: 40, seed: 4 },
    );
  });

  test("seldom tries the limit where each refusal costs ten seconds", () => {
    const world: World = { kind: "sliding", rate: 20, window: 10, latency: 0.1, seed: 4 };
    const { used, waits } = drainOf(world, punishing(serviceOf(world), 10));
    expect(waits).toBeLessThanOrEqual(7);
    expect(used).toBeGreaterThanOrEqual(0.8);
  });

  test("within a documented budget nothing is refused", () => {
    const world: World = { kind: "fixed", rate: 0.5, window: 30, latency: 0.3, seed: 4 };
    const budget = { ...UNKNOWN, budget: 0.49 };
    const { used, refused } = drainOf(world, slidingWindow(15, 30), budget);
    expect(refused).toBe(0);
    expect(used).toBeGreaterThanOrEqual(0.95);
  });

  test("follows a limit that falls at once, and one that rises within minutes", () => {
    const random = noise(4);
    const [before, during, after] = [20, 4, 20].map((rate) => tokenBucket(rate, rate));
    const times = drain((now) => (now < 100 ? before : now < 300 ? during : after)?.(now) ?? null, {
      calls: 15_000,
      latency: () => 0.1 * (0.9 + random() / 5),
    }).times;
    const taken = (from: number, to: number) =>
      times.filter((time) => time >= from && time < to).length / (to - from);
    expect(taken(50, 100)).toBeGreaterThan(19);
    expect(taken(120, 300)).toBeGreaterThan(3.8);
    expect(taken(800, 850)).toBeGreaterThan(15);
  });
});

describe("a time in which everything is refused", () => {
  /** Takes 20 a second, and in between nothing at all: not this organizer's doing. */
  function drainAround(from: number, to: number, retryAfter: number) {
    const random = noise(4);
    const service = tokenBucket(20, 20);
    const { times, refused } = drain(
      (now) => (now >= from && now < to ? retryAfter : service(now)),
      { calls: 12_000, latency: () => 0.05 + random() / 3 },
    );
    const taken = (begin: number, end: number) =>
      times.filter((time) => time >= begin && time < end).length / (end - begin);
    return { taken, refused };
  }

  test.each([
    [1, "from the first call on", 0],
    [1, "after long", 100],
    [2, "after long", 100],
    [5, "from the first call on", 0],
    [5, "after long", 100],
    [10, "after long", 100],
    [30, "after long", 100],
    [30, "from the first call on", 0],
  ])("is forgotten within two minutes (a wait of %s s, %s)", (retryAfter, _, from) => {
    const { taken, refused } = drainAround(from, from + 300, retryAfter);
    expect(taken(from + 420, from + 480)).toBeGreaterThan(17);
    // Meanwhile the lane looks now and then.
    expect(taken(from + 1, from + 300)).toBe(0);
    expect(refused).toBeLessThan(2 * (300 / retryAfter) + 200);
  });
});

const UNKNOWN: Pace = { start: null, ceiling: null, plateau: 0, calls: 0, budget: null };

/** The pace after a throttling that has something to say. */
function slowed(before: Pace | null, throttling: Throttling): Pace {
  const after = slowDown(before, throttling);
  if (!after) throw new Error("It learned nothing.");
  return after;
}

describe("slowing down", () => {
  test("a burst that was refused has measured the pace", () => {
    const after = slowed(null, { number: 201, pace: null, elapsed: 3.2, wait: 7 });
    expect(paceOf(after)).toBeCloseTo(19.6, 1);
    // The seven seconds were rounded up to whole ones, so that it may have been 20.
    expect(paceOf({ ...after, calls: after.plateau })).toBeCloseTo(20, 1);
  });

  test("after few calls a refusal only starts the count; the second has measured the pace", () => {
    const first = slowed(null, { number: 3, pace: null, elapsed: 0, wait: 20 });
    expect(paceOf(first)).toBeNull();
    const second = slowed(
      { ...first, calls: 600 },
      { number: 600, pace: null, elapsed: 10, wait: 20.5 },
    );
    expect(paceOf(second)).toBeCloseTo(20, 0);
  });

  test("a refusal right after a wait is for what came before it, unless it goes on so", () => {
    const at: Pace = { start: 19, ceiling: 20, plateau: 400, calls: 3, budget: null };
    expect(slowDown(at, { number: 3, pace: 19, elapsed: 0.1, wait: 1 })).toBeNull();
    const after = slowed(at, { number: 9, pace: 19, elapsed: 5, wait: 1 });
    expect(paceOf(after)).toBeLessThan(5);
  });

  test("a refusal at the plateau goes on three hundredths below, and up to one below it", () => {
    const at: Pace = { start: 19, ceiling: 20, plateau: 1000, calls: 1000, budget: null };
    const after = slowed(at, { number: 1000, pace: 20, elapsed: 50, wait: 1 });
    expect(paceOf(after)).toBeCloseTo(19.4, 1);
    expect(paceOf({ ...after, calls: after.plateau })).toBeCloseTo(19.8, 1);
    expect(paceOf({ ...after, calls: 3 * after.plateau })).toBeGreaterThan(22);
  });

  test("a pace that rose steeply is brought back to what was done, not to its last moment", () => {
    const at: Pace = { start: 15, ceiling: 16, plateau: 80, calls: 340, budget: null };
    const last = paceOf({ ...at, calls: 340 }) ?? 0;
    expect(last).toBeGreaterThan(45);
    const after = slowed(at, { number: 340, pace: last, elapsed: 17, wait: 1 });
    expect(paceOf(after)).toBeLessThan(0.75 * last);
  });

  test("whatever it is told, the pace is positive, grows with calls and keeps to the budget", () => {
    const number = fc.double({ min: 0, max: 10_000, noNaN: true });
    const throttlings = fc.array(
      fc.record({ number: fc.nat(5_000), elapsed: number, wait: number }),
      { minLength: 2, maxLength: 60 },
    );
    fc.assert(
      fc.property(throttlings, fc.option(fc.constantFrom(0.5, 20)), (all, budget) => {
        let lane: Pace | null = budget === null ? null : { ...UNKNOWN, budget };
        for (const each of all) {
          const pace: number | null = lane && paceOf({ ...lane, calls: each.number });
          lane = slowDown(lane, { ...each, pace }) ?? lane;
          if (!lane) throw new Error("A refusal leaves a lane without a row.");
          let last = 0;
          for (const calls of [0, 1, lane.plateau, 5 * lane.plateau]) {
            const next = paceOf({ ...lane, calls });
            if (next === null) continue;
            expect(next).toBeGreaterThanOrEqual(Math.max(last, 0.09));
            if (budget !== null) expect(next).toBeLessThanOrEqual(budget);
            last = next;
          }
        }
      }),
      { seed: 4 },
    );
  });
});
