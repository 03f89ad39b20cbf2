import { setTimeout as sleep } from "node:timers/promises";
import { db } from "@/lib/db/database";
import { register } from "@/lib/registrations/register";
import { signUp } from "@/test/fixtures";
import { quantile } from "../support/figures";
import { makeOrganizer, type Organizer } from "../support/organizer";
import type { BenchSandbox } from "../support/sandbox";
import { dropWaiting, enqueueWaiting, insertWaiting, linkTimes } from "./backlog";

const ORGANIZERS = 10;
const ROUNDS = Number(process.env.BENCH_PAIRS ?? 6);
/** Sign-ups of each organizer in one part of a round, and the time between two of them. */
const SIGN_UPS = 12;
const EVERY_MS = 500;
/** A window that is shorter than a part, so that each is throttled anew. */
const LIMIT = { perOrganizer: 40, windowSeconds: 2 };
/** As many calls as that, but not so many that they are refused when some come late. */
const STEADY = 0.9;

/**
 * What an eleventh organizer does meanwhile: nothing; as many calls, none of them throttled; drain
 * as fast as being throttled allows.
 */
const PARTS = ["idle", "steady", "throttled"] as const;
type Part = (typeof PARTS)[number];

/**
 * Time to link of ten organizers. That a call costs something, whoever makes it, shows in `steady`
 * against `idle`; what throttling adds shows in `throttled` against `steady`. In rounds whose parts
 * take turns at being first.
 */
export async function measureOthers(sandbox: BenchSandbox) {
  await sandbox.control.set({ rateLimit: LIMIT });
  const throttled = await makeOrganizer(sandbox, 1);
  const steady = await makeOrganizer(sandbox, 2);
  const others: Organizer[] = [];
  for (let number = 3; number < 3 + ORGANIZERS; number += 1) {
    others.push(await makeOrganizer(sandbox, number));
  }
  // Enough for every part, and throttled before the first until its pace is found.
  await insertWaiting(throttled, 1_000 + ROUNDS * SIGN_UPS * 30);
  await insertWaiting(steady, ROUNDS * SIGN_UPS * 30);
  await drainFor(throttled, 25_000);
  await signUpEverywhere(others);
  await sandbox.control.resetLedger();

  const begin: Record<Part, () => Promise<void>> = {
    idle: async () => {},
    steady: () => enqueueWaiting(steady, (STEADY * LIMIT.perOrganizer) / LIMIT.windowSeconds),
    throttled: () => enqueueWaiting(throttled),
  };
  const times: Record<Part, number[]> = { idle: [], steady: [], throttled: [] };
  const links: Record<Part, number> = { idle: 0, steady: 0, throttled: 0 };
  const countLinks = async () =>
    (await linkTimes(throttled)).length + (await linkTimes(steady)).length;
  for (let round = 0; round < ROUNDS; round += 1) {
    for (let at = 0; at < PARTS.length; at += 1) {
      const part = PARTS[(round + at) % PARTS.length] as Part;
      const before = await countLinks();
      await begin[part]();
      times[part].push(...(await signUpEverywhere(others)));
      await dropWaiting(throttled);
      await dropWaiting(steady);
      await sleep(2_000);
      links[part] += (await countLinks()) - before;
    }
  }
  const ratio = (part: Part, to: Part, share: number) =>
    Math.round((1000 * quantile(times[part], share)) / quantile(times[to], share)) / 1000;
  const ratios = (part: Part, to: Part) => ({
    median: ratio(part, to, 0.5),
    p99: ratio(part, to, 0.99),
  });
  return {
    rounds: ROUNDS,
    signUps: times.idle.length,
    linksMeanwhile: links,
    refusals: await countRefusals(sandbox, { throttled, steady }),
    throttledToSteady: ratios("throttled", "steady"),
    throttledToIdle: ratios("throttled", "idle"),
    steadyToIdle: ratios("steady", "idle"),
    idleMs: {
      median: Math.round(quantile(times.idle, 0.5)),
      p99: Math.round(quantile(times.idle, 0.99)),
    },
  };
}

/** Of all calls by these organizers; the steady one should have none. */
async function countRefusals(
  { control }: BenchSandbox,
  organizers: Record<"throttled" | "steady", Organizer>,
) {
  const refused = (await control.ledger()).filter(({ status }) => status === 429);
  const of = ({ oid }: Organizer) => refused.filter(({ organizer }) => organizer === oid).length;
  return { throttled: of(organizers.throttled), steady: of(organizers.steady) };
}

async function drainFor(organizer: Organizer, milliseconds: number): Promise<void> {
  await enqueueWaiting(organizer);
  await sleep(milliseconds);
  await dropWaiting(organizer);
  await sleep(2_000);
}

/** Everybody signs people up, a moment apart; milliseconds from the sign-up to its link. */
async function signUpEverywhere(organizers: Organizer[]): Promise<number[]> {
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
