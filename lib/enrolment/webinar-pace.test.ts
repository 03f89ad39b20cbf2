import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { claimJobs } from "@/lib/jobs/queries";
import { createWorker } from "@/lib/jobs/worker";
import { readPass } from "@/lib/registrations/read-pass";
import { register } from "@/lib/registrations/register";
import { handlers } from "@/lib/worker";
import { describeDatabase, describeDatabases } from "@/test/database";
import { insertEvent, signUp } from "@/test/fixtures";
import { useSandbox } from "@/test/sandbox";
import { expectAllLinks, expectLink } from "./estimate";
import { WEBINAR_LANE, WEBINAR_WRITES } from "./lane";
import { reconcileEnrolment, reconcileJob } from "./reconcile";

const sandbox = useSandbox();

/** So many people of an event who wait for their registration; their jobs' ids in order. */
async function wait(event: string, count: number): Promise<string[]> {
  const jobs = Array.from({ length: count }, () =>
    reconcileJob(randomUUID(), { id: event, registrar: "webinar", actsAs: "somebody" }),
  );
  return (await withTx((tx) => enqueueAll(tx, jobs))).map(({ id }) => id);
}

/** As if that many seconds had passed. */
const letPass = (seconds: number) =>
  sql`update lanes set next_at = next_at - make_interval(secs => ${seconds}),
    resumed_at = resumed_at - make_interval(secs => ${seconds})`.execute(db());

const SECOND = 1;

/** Serves everybody by a clock of its own: at which second each had their turn, in order. */
async function serveAll(): Promise<{ id: string; at: number }[]> {
  const served: { id: string; at: number }[] = [];
  const pace = WEBINAR_WRITES.calls / WEBINAR_WRITES.seconds;
  for (let passed = 0; ; passed += SECOND) {
    const jobs = await claimJobs(db(), {
      names: [reconcileEnrolment.name],
      limit: 32,
      laneConcurrency: 12,
      after: "",
    });
    if (jobs.length > 0) {
      // The lane's own clock, which goes on while the test runs: when the next turn is, after these.
      const { next } = await db()
        .selectFrom("lanes")
        .select(sql<number>`extract(epoch from next_at)::float8`.as("next"))
        .where("lane", "=", WEBINAR_LANE)
        .executeTakeFirstOrThrow();
      for (const [k, { id }] of jobs.entries()) {
        served.push({ id, at: passed + next - (jobs.length - k) / pace });
        await db().deleteFrom("jobs").where("id", "=", id).execute();
      }
    }
    const left = await db().selectFrom("jobs").select("id").limit(1).executeTakeFirst();
    if (!left) return served.sort((a, b) => a.at - b.at);
    await letPass(SECOND);
  }
}

/** The most that fall into any time of so many seconds. */
function most(times: number[], seconds: number): number {
  return Math.max(
    ...times.map((from) => times.filter((at) => at >= from && at < from + seconds).length),
  );
}

describeDatabases("the webinars' lane", () => {
  test("never a 16th write in 30 seconds, drained in 1.05 of the ideal, fair between events", async () => {
    const large = await wait("large", 60);
    const small = await wait("small", 15);
    const served = await serveAll();
    expect(served).toHaveLength(75);
    const times = served.map(({ at }) => at);
    expect(most(times, 30)).toBe(15);
    const ideal = ((75 - 1) / 15) * 30;
    expect((times.at(-1) ?? 0) - (times[0] ?? 0)).toBeLessThanOrEqual(1.05 * ideal);
    // Who came later with few has every second turn, and is done long before the many.
    const place = (id: string | undefined) => served.findIndex((each) => each.id === id) + 1;
    expect(place(small.at(-1))).toBeLessThanOrEqual(31);
    expect(place(large.at(-1))).toBe(75);
    expect(place(large[10])).toBeLessThan(place(large[11]));
  });

  test("says by when, for one and for all, and nothing where it is a matter of a minute", async () => {
    const now = new Date("2026-12-03T12:01:00Z");
    const person = randomUUID();
    await wait("large", 300);
    await withTx((tx) =>
      enqueueAll(tx, [reconcileJob(person, { id: "small", registrar: "webinar", actsAs: "x" })]),
    );
    // The second of everybody, for the small event's first turn comes in the first round.
    expect(await expectLink(person, now)).toBeNull();
    // 300 and the other one, 31 seconds for 15: ten minutes and 22 seconds.
    expect(await expectAllLinks("large", now)).toEqual(new Date("2026-12-03T12:15:00Z"));
    expect(await expectAllLinks("nobody's", now)).toBeNull();
    await sql`update lanes set paused_until = now() + interval '10 minutes'
      where lane = ${WEBINAR_LANE}`.execute(db());
    expect(await expectLink(person, now)).toEqual(new Date("2026-12-03T12:15:00Z"));
  });
});

/** Microsoft's window is that much shorter here. */
const FASTER = 5;
const CROWD = 20;

describeDatabase("postgres", "the webinars' limit at Microsoft", () => {
  test("two workers drain a crowd at its pace", async () => {
    const { id: graphId, organizer } = await sandbox.control.sampleWebinar();
    const organizerId = await sandbox.connect();
    expect(organizer).toBeTruthy();
    await sandbox.control.set({
      webinarLookupMs: 0,
      webinarLimit: { writes: 15, reads: 750, windowSeconds: 30 / FASTER },
    });
    const event = await insertEvent({ organizerId, graphId, registrar: "webinar" });
    const passes = await Promise.all(
      Array.from({ length: CROWD }, async () => {
        const outcome = await register(signUp(event.slug), new Date());
        return outcome.kind === "registered" ? outcome.pass : null;
      }),
    );
    await sql`update lanes set budget = budget * ${FASTER} where lane = ${WEBINAR_LANE}`.execute(
      db(),
    );
    const workers = [1, 2].map(() => createWorker({ handlers: [...handlers] }));
    const begun = performance.now();
    for (const worker of workers) worker.start();
    const ready = async () => {
      const views = await Promise.all(passes.map((pass) => readPass(pass ?? "", new Date())));
      return views.filter((view) => view && !view.ended && view.link.kind === "ready").length;
    };
    await expect.poll(ready, { timeout: 30_000, interval: 300 }).toBe(CROWD);
    const seconds = (performance.now() - begun) / 1000;
    await Promise.all(workers.map((worker) => worker.stop()));
    const posts = (await sandbox.control.ledger()).filter(
      ({ method, path }) => method === "POST" && path.endsWith("/registrations"),
    );
    // Without a pace all that are over the limit would be refused. A machine that stalls for longer
    // than the lane's margin may be now and then, and goes on.
    expect(posts.filter(({ status }) => status !== 204).length).toBeLessThan(CROWD - 15);
    expect(posts.filter(({ status }) => status === 204)).toHaveLength(CROWD);
    expect(seconds).toBeGreaterThan((CROWD - 2) * (2 / FASTER));
  });
});
