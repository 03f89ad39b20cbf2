import { setTimeout as sleep } from "node:timers/promises";
import { db } from "@/lib/db/database";
import { register } from "@/lib/registrations/register";
import { signUp } from "@/test/fixtures";
import { makeOrganizer, type Organizer } from "../support/organizer";
import type { BenchSandbox } from "../support/sandbox";
import { dropWaiting, enqueueWaiting, insertWaiting } from "./backlog";

const ORGANIZERS = 10;
const PAIRS = Number(process.env.BENCH_PAIRS ?? 6);
/** Sign-ups of each organizer in one half of a pair, and the time between two of them. */
const SIGN_UPS = 12;
const EVERY_MS = 500;

/**
 * Time to link of ten organizers while an eleventh is throttled with people waiting, against the
 * same without; in pairs that take turns at being first.
 */
export async function measureOthers(sandbox: BenchSandbox) {
  await sandbox.control.set({ rateLimit: { perOrganizer: 200, windowSeconds: 10 } });
  const throttled = await makeOrganizer(sandbox, 1);
  const others: Organizer[] = [];
  for (let number = 2; number < 2 + ORGANIZERS; number += 1) {
    others.push(await makeOrganizer(sandbox, number));
  }
  // Enough for every half, and once throttled before the first.
  await insertWaiting(throttled, 300 + PAIRS * SIGN_UPS * 30);
  await drainFor(throttled, 15_000);
  await half(others);

  const without: number[] = [];
  const withIt: number[] = [];
  for (let pair = 0; pair < PAIRS; pair += 1) {
    const order = pair % 2 === 0 ? [false, true] : [true, false];
    for (const busy of order) {
      if (busy) await enqueueWaiting(throttled);
      const times = await half(others);
      if (busy) await dropWaiting(throttled);
      (busy ? withIt : without).push(...times);
      await sleep(1_000);
    }
  }
  const ratio = (share: number) =>
    Math.round((1000 * quantile(withIt, share)) / quantile(without, share)) / 1000;
  return { pairs: PAIRS, signUps: withIt.length, median: ratio(0.5), p99: ratio(0.99) };
}

async function drainFor(organizer: Organizer, milliseconds: number): Promise<void> {
  await enqueueWaiting(organizer);
  await sleep(milliseconds);
  await dropWaiting(organizer);
  await sleep(2_000);
}

/** Everybody signs people up, a moment apart; milliseconds from the sign-up to its link. */
async function half(organizers: Organizer[]): Promise<number[]> {
  const times = organizers.map(async (organizer, index) => {
    await sleep((EVERY_MS / ORGANIZERS) * index);
    const mine: number[] = [];
    for (let n = 0; n < SIGN_UPS; n += 1) {
      const next = sleep(EVERY_MS);
      mine.push(await timeToLink(organizer));
      await next;
    }
    return mine;
  });
  return (await Promise.all(times)).flat();
}

async function timeToLink(organizer: Organizer): Promise<number> {
  const begun = performance.now();
  const outcome = await register(signUp(organizer.slug), new Date());
  if (outcome.kind !== "registered") throw new Error(`Not in: ${outcome.kind}.`);
  while (!(await hasLink(outcome.registrationId))) await sleep(5);
  return performance.now() - begun;
}

async function hasLink(registrationId: string): Promise<boolean> {
  const row = await db()
    .selectFrom("enrolments")
    .select("state")
    .where("registration_id", "=", registrationId)
    .executeTakeFirstOrThrow();
  return row.state === "enrolled";
}

function quantile(values: number[], share: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? Number.NaN;
}
