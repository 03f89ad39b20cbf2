import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { type Pace, paceOf, slowDown } from "@/lib/jobs/pace";
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
      seed: fc.nat(),
    })
    .map(({ slowness, ...world }) => {
      // Slower than that, twelve calls at once come too close to the limit to measure it.
      const slowest = Math.min(0.4, 6 / world.rate);
      return { ...world, latency: 0.02 + slowness * (slowest - 0.02) };
    });
}

function serviceOf({ kind, rate, window }: World): Service {
  if (kind === "bucket") return tokenBucket(rate, Math.max(2, rate * window));
  return (kind === "fixed" ? fixedWindow : slidingWindow)(rate * window, window);
}

function drainOf(world: World, service = serviceOf(world), pace?: Pace) {
  const random = noise(world.seed);
  const drained = drain(service, {
    calls: CALLS,
    latency: () => world.latency * (0.9 + random() / 5),
    jitter: () => random() / 100,
    pace,
  });
  return {
    ...drained,
    used: CALLS / world.rate / drained.seconds,
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

const UNKNOWN: Pace = { start: null, ceiling: null, plateau: 0, calls: 0, budget: null };

describe("slowing down", () => {
  test("the first refusal only starts the count; the second has measured the pace", () => {
    const first = slowDown(null, { number: 0, pace: null, elapsed: 0, wait: 20 });
    expect(paceOf(first)).toBeNull();
    const second = slowDown(
      { ...first, calls: 600 },
      { number: 600, pace: null, elapsed: 10, wait: 20.5 },
    );
    expect(paceOf(second)).toBeCloseTo(20, 0);
  });

  test("a refusal at the plateau goes on three hundredths below, and back up to it", () => {
    const at: Pace = { start: 19, ceiling: 20, plateau: 1000, calls: 1000, budget: null };
    const after = slowDown(at, { number: 1000, pace: 20, elapsed: 50, wait: 1 });
    expect(paceOf(after)).toBeCloseTo(19.4, 1);
    expect(paceOf({ ...after, calls: after.plateau })).toBeCloseTo(20, 1);
    expect(paceOf({ ...after, calls: 3 * after.plateau })).toBeGreaterThan(24);
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
          lane = slowDown(lane, { ...each, pace: lane && paceOf({ ...lane, calls: each.number }) });
          let last = 0;
          for (const calls of [0, 1, lane.plateau, 5 * lane.plateau]) {
            const pace = paceOf({ ...lane, calls });
            if (pace === null) continue;
            expect(pace).toBeGreaterThanOrEqual(Math.max(last, 0.09));
            if (budget !== null) expect(pace).toBeLessThanOrEqual(budget);
            last = pace;
          }
        }
      }),
      { seed: 4 },
    );
  });
});
