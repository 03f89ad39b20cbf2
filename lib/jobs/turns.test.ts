import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { db, withTx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { type EnqueueOptions, enqueue } from "@/lib/jobs/enqueue";
import { PauseLane } from "@/lib/jobs/faults";
import { laneState, resumeLane } from "@/lib/jobs/lanes";
import { paceOf } from "@/lib/jobs/pace";
import { claimJobs, type LeasedJob } from "@/lib/jobs/queries";
import { throttleLane } from "@/lib/jobs/throttle";
import { paceColumn } from "@/lib/jobs/turns";
import { listJobs } from "@/lib/jobs/watch";
import { createWorker, handle, type JobContext } from "@/lib/jobs/worker";
import { describeDatabase, describeDatabases } from "@/test/database";

const callJob = defineJob({ name: "test.call", payload: z.object({ n: z.number() }) });

const put = (options: Partial<EnqueueOptions> = {}, n = 0) =>
  withTx((tx) => enqueue(tx, callJob, { n }, { lane: "lane", ...options }));

/** So many waiting jobs, in one statement. */
const fill = (lane: string, count: number) =>
  sql`insert into jobs (name, payload, lane, run_at)
    select 'test.call', jsonb_build_object('n', n), ${lane}, now() - interval '1 minute'
    from generate_series(1, ${count}::integer) n`.execute(db());

/** A lane that goes at `pace` calls a second and is at its plateau for long. */
const setPace = (lane: string, pace: number, nextIn = 0) =>
  sql`insert into lanes (lane, throttlings, resumed_at, next_at, calls, pace_start, pace_ceiling,
      pace_plateau)
    values (${lane}, 1, now(), now() + make_interval(secs => ${nextIn}), 0, ${pace}, ${pace}, 1000)`.execute(
    db(),
  );

const claim = (limit = 100) =>
  claimJobs(db(), { names: ["test.call"], limit, laneConcurrency: 12, after: "" });

const readLane = (lane = "lane") =>
  db().selectFrom("lanes").selectAll().where("lane", "=", lane).executeTakeFirstOrThrow();

/** Seconds since the epoch of the lane's next turn. */
const nextAt = async () => ((await readLane()).next_at?.getTime() ?? 0) / 1000;

const refuse = (job: LeasedJob, seconds = 60) =>
  withTx((tx) => throttleLane(tx, job, new Date(Date.now() + seconds * 1000), "throttled"));

/** A call of a job whose turn was given away in that round. */
const notBegun = (round: number) =>
  ({ lane: "lane", round, number: 1, pace: 2, begunAt: null, burst: null }) as LeasedJob;

/** As if that many seconds had passed for the lane. */
const letPass = (seconds: number, lane = "lane") =>
  sql`update lanes set paused_until = paused_until - make_interval(secs => ${seconds}),
      resumed_at = resumed_at - make_interval(secs => ${seconds}),
      next_at = next_at - make_interval(secs => ${seconds})
    where lane = ${lane}`.execute(db());

function workerOf(run: (n: number, context: JobContext) => Promise<void>) {
  return createWorker({
    handlers: [handle(callJob, async ({ n }, context) => run(n, context))],
  });
}

function present(job: LeasedJob | undefined): LeasedJob {
  if (!job) throw new Error("No job was claimed.");
  return job;
}

describeDatabases("turns in a lane", () => {
  test("a lane that was never throttled has no row, no turns and no pace", async () => {
    await fill("lane", 20);
    const jobs = await claim();
    expect(jobs).toHaveLength(12);
    expect(new Set(jobs.map((job) => job.inSeconds))).toEqual(new Set([0]));
    expect(await db().selectFrom("lanes").selectAll().execute()).toEqual([]);
  });

  test("SQL and TypeScript agree about the pace", async () => {
    const paces = [
      { start: 5, ceiling: 20, plateau: 100, calls: 0, budget: null },
      { start: 5, ceiling: 20, plateau: 100, calls: 37, budget: null },
      { start: 19.4, ceiling: 20, plateau: 1000, calls: 4321, budget: null },
      { start: 19.4, ceiling: 20, plateau: 1000, calls: 500, budget: 0.5 },
      { start: null, ceiling: null, plateau: 0, calls: 3, budget: 0.5 },
      { start: null, ceiling: null, plateau: 0, calls: 3, budget: null },
    ];
    for (const pace of paces) {
      await db().deleteFrom("lanes").execute();
      const { start, ceiling, plateau, calls, budget } = pace;
      await sql`insert into lanes (lane, resumed_at, next_at, calls, pace_start, pace_ceiling,
          pace_plateau, budget)
        values ('lane', now(), now(), ${calls}, ${start}, ${ceiling}, ${plateau}, ${budget})`.execute(
        db(),
      );
      const row = await db()
        .selectFrom("lanes")
        .select(paceColumn.as("pace"))
        .executeTakeFirstOrThrow();
      const expected = paceOf(pace);
      if (expected === null) expect(row.pace).toBeNull();
      else expect(row.pace).toBeCloseTo(expected, 9);
    }
  });

  test("gives away each turn once, evenly, and only those of the next second and a half", async () => {
    await fill("lane", 100);
    await setPace("lane", 20);
    const begun = await nextAt();
    const first = await claim();
    expect(first.length).toBeGreaterThanOrEqual(30);
    expect(first.length).toBeLessThanOrEqual(31);
    const turns = first.map((job) => job.inSeconds).sort((a, b) => a - b);
    for (const [index, turn] of turns.entries()) expect(turn).toBeCloseTo(index / 20, 5);
    const second = await claim();
    // They follow upon the last that was given away, and are fewer than time has passed for.
    for (const { inSeconds } of second) expect(inSeconds).toBeGreaterThan(0);
    expect(first.length + second.length).toBeLessThanOrEqual(
      ((await nextAt()) - begun) * 20 + 0.01,
    );
  });

  test("a time without calls saves up no turns", async () => {
    await fill("lane", 100);
    await setPace("lane", 20, -600);
    expect((await claim()).length).toBeLessThanOrEqual(31);
  });

  test("a slow lane gives one turn at a time", async () => {
    await fill("lane", 3);
    await setPace("lane", 0.02);
    expect(await claim()).toHaveLength(1);
    expect(await claim()).toEqual([]);
    await letPass(51);
    expect(await claim()).toHaveLength(1);
  });

  test("others' lanes take as before, and their rows are not touched", async () => {
    await fill("lane", 50);
    await setPace("lane", 0.02);
    await fill("other", 5);
    const jobs = await claim();
    expect(jobs.filter((job) => job.lane === "other")).toHaveLength(5);
    expect(jobs.filter((job) => job.lane === "lane")).toHaveLength(1);
    await refuse(present(jobs.find((job) => job.lane === "lane")));
    expect(await laneState(db(), "other")).toMatchObject({ paused: false });
    await fill("other", 1);
    expect((await claim()).map((job) => job.lane)).toEqual(["other"]);
  });

  test("a refusal counts no attempt and pauses; what began before it is no further news", async () => {
    await fill("lane", 40);
    const worker = workerOf(async (_, { turn }) => {
      await turn();
      throw new PauseLane("429", {
        until: new Date(Date.now() + 60_000),
        reason: "throttled",
        tooFast: true,
      });
    });
    await worker.runDue();
    const waiting = await listJobs(db(), { state: "ready" });
    expect(waiting).toHaveLength(40);
    expect(waiting.every((job) => job.attempts === 0)).toBe(true);
    expect(await laneState(db(), "lane")).toMatchObject({ paused: true, reason: "throttled" });
    // Up to twelve were on their way: together they are one throttling.
    expect(await readLane()).toMatchObject({ throttlings: 1, pace_start: null });
  });

  test("the second throttling has measured the pace, which holds from the end of its wait", async () => {
    await fill("lane", 100);
    await refuse(present((await claim(1))[0]));
    await letPass(60);
    // Long times, so that those which this test takes itself weigh nothing.
    await sql`update lanes set calls = 5999, next_at = now()`.execute(db());
    const job = present((await claim(1))[0]);
    expect(job.number).toBe(6000);
    await letPass(100);
    await refuse({ ...job, begunAt: performance.now() }, 200);
    const lane = await readLane();
    expect(lane.throttlings).toBe(2);
    // 6,000 calls in a hundred seconds and the two hundred that follow.
    expect(lane.pace_start).toBeGreaterThan(19);
    expect(lane.pace_start).toBeLessThan(21);
    expect(await claim()).toEqual([]);
    await letPass(200);
    expect((await claim()).length).toBeGreaterThan(1);
  });

  test("a burst has measured the pace by its first refusal, though nobody counted it", async () => {
    await fill("lane", 200);
    let calls = 0;
    const worker = workerOf(async (_, { turn }) => {
      await turn();
      calls += 1;
      if (calls <= 100) return;
      const until = new Date(Date.now() + 1_000_000);
      throw new PauseLane("429", { until, reason: "throttled", tooFast: true });
    });
    await worker.runDue();
    // A hundred calls in no time and the thousand seconds that follow: however slow this machine is.
    const lane = await readLane();
    expect(lane.throttlings).toBe(1);
    expect(lane.pace_start).toBeGreaterThan(0.09);
    expect(lane.pace_start).toBeLessThan(0.12);
  });

  test("bursts of two processes that are refused together add up", async () => {
    const burst = (taken: number) => ({
      ...notBegun(0),
      number: taken + 1,
      pace: null,
      begunAt: performance.now(),
      burst: { begun: taken + 1, taken, since: performance.now() - 10_000, reported: false },
    });
    const [one, other] = [burst(300), burst(100)];
    await refuse(one, 30);
    const alone = (await readLane()).pace_start ?? 0;
    expect(alone).toBeCloseTo(7.5, 1);
    await refuse(other, 30);
    // Another call of the same burst is no further news.
    await refuse(other, 30);
    expect((await readLane()).pace_start).toBeCloseTo(10, 1);
    expect(await readLane()).toMatchObject({ throttlings: 1 });
  });

  test("refused right after a wait it learns nothing, waits, and counts on", async () => {
    await fill("lane", 100);
    await setPace("lane", 20);
    const second = (await claim(2)).map(present).find(({ number }) => number === 2);
    const before = await readLane();
    await refuse({ ...present(second), begunAt: performance.now() }, 1);
    const lane = await readLane();
    expect(lane).toMatchObject({ throttlings: 2, calls: 2, pace_start: 20, pace_ceiling: 20 });
    expect(lane.resumed_at).toEqual(before.resumed_at);
    expect(await laneState(db(), "lane")).toMatchObject({ paused: true });
    expect(await claim()).toEqual([]);
  });

  test("where even the first call after a wait is refused it looks more seldom, and forgets no limit", async () => {
    await fill("lane", 100);
    await setPace("lane", 20);
    const [first] = (await claim(1)).map(present);
    await refuse({ ...present(first), begunAt: performance.now() }, 1);
    expect(await readLane()).toMatchObject({ calls: 0, pace_start: 5, pace_ceiling: 20 });
  });

  test("a turn given away before a refusal is void, wherever its job waits", async () => {
    await fill("lane", 30);
    await setPace("lane", 20);
    const calls: number[] = [];
    const worker = workerOf(async (n, { turn }) => {
      await turn();
      calls.push(n);
      const until = new Date(Date.now() + 60_000);
      throw new PauseLane("429", { until, reason: "throttled", tooFast: true });
    });
    await worker.runDue();
    // One call, and at most those that were about to begin in the same instant.
    expect(calls.length).toBeLessThan(5);
    const waiting = await listJobs(db(), { state: "ready" });
    expect(waiting).toHaveLength(30);
    expect(waiting.every((job) => job.attempts === 0)).toBe(true);
    expect((await readLane()).throttlings).toBe(2);
  });

  test("what a lane does while it isn't busy doesn't make it faster", async () => {
    await setPace("lane", 20, -1);
    for (let n = 0; n < 5; n += 1) {
      await fill("lane", 1);
      expect(await claim()).toHaveLength(1);
      await letPass(1);
    }
    expect((await readLane()).calls).toBe(0);
    await fill("lane", 100);
    await claim(20);
    await sql`delete from jobs where state = 'running'`.execute(db());
    await claim(5);
    expect((await readLane()).calls).toBe(5);
  });

  test("what was learned is forgotten after an hour without a call", async () => {
    await fill("lane", 100);
    await setPace("lane", 2, -3601);
    expect(await claim()).toHaveLength(12);
    expect(await readLane()).toMatchObject({ pace_start: null, calls: 12, throttlings: 1 });
  });

  test("reconnecting opens the lane and keeps its pace", async () => {
    await setPace("lane", 2);
    await refuse(notBegun(0));
    await withTx((tx) => resumeLane(tx, "lane"));
    expect(await laneState(db(), "lane")).toMatchObject({ paused: false });
    expect(await readLane()).toMatchObject({ pace_start: 2 });
  });

  test("a request gets the lease only for a turn that is there, and takes it", async () => {
    await setPace("lane", 0.02, -1);
    const first = await put({ leaseHere: true });
    expect(first.lease).not.toBeNull();
    await sql`delete from jobs`.execute(db());
    // The lane is idle, but its next turn is most of a minute away.
    expect((await put({ leaseHere: true })).lease).toBeNull();
    await letPass(51);
    await sql`delete from jobs`.execute(db());
    expect((await put({ leaseHere: true })).lease).not.toBeNull();
    await sql`delete from jobs`.execute(db());
    await refuse(notBegun(1));
    expect((await put({ leaseHere: true })).lease).toBeNull();
  });

  test("a documented budget holds from the first call on, and outlives a refusal", async () => {
    const budget = { calls: 1, seconds: 50 };
    const taken: boolean[] = [];
    for (let n = 0; n < 3; n += 1) {
      taken.push((await put({ leaseHere: true, budget })).lease !== null);
      await sql`delete from jobs`.execute(db());
    }
    expect(taken).toEqual([true, false, false]);
    await fill("lane", 40);
    await letPass(51);
    expect(await claim()).toHaveLength(1);
    expect(await claim()).toEqual([]);
    await letPass(51);
    await refuse(present((await claim())[0]), 30);
    const lane = await readLane();
    expect(lane.budget).toBe(0.02);
    expect(lane.throttlings).toBe(1);
    await put({ budget: { calls: 15, seconds: 30 } });
    expect((await readLane()).budget).toBe(0.5);
  });
});

describeDatabase("postgres", "turns of several workers", () => {
  test("many claims at once give no turn twice and none too many", async () => {
    await fill("lane", 400);
    await fill("other", 20);
    await setPace("lane", 40);
    const begun = await nextAt();
    const jobs = (await Promise.all(Array.from({ length: 40 }, () => claim(5)))).flat();
    // Whoever found the lane locked went past it; afterwards the rest is there.
    for (;;) {
      const more = await claim(5);
      if (more.length === 0) break;
      jobs.push(...more);
    }
    const mine = jobs.filter((job) => job.lane === "lane");
    expect(new Set(mine.map((job) => job.id)).size).toBe(mine.length);
    expect(mine.length).toBeGreaterThanOrEqual(60);
    expect(mine.length).toBeLessThanOrEqual(((await nextAt()) - begun) * 40 + 0.01);
    // Without a pace claims of one instant may exceed the lane's number, and take each job once.
    const others = jobs.filter((job) => job.lane === "other").map((job) => job.id);
    expect(new Set(others).size).toBe(others.length);
  });

  test("requests and workers share one allowance", async () => {
    await setPace("lane", 0.02, -1);
    const requests = await Promise.all(
      Array.from({ length: 8 }, (_, n) => put({ leaseHere: true }, n)),
    );
    const leased = requests.filter(({ lease }) => lease !== null).length;
    expect(leased + (await claim()).length).toBe(1);
  });

  test("two workers drain a lane at its pace, together", async () => {
    await fill("lane", 40);
    await setPace("lane", 40);
    const begun: number[] = [];
    const workers = [1, 2].map(() =>
      workerOf(async (_, { turn }) => {
        await turn();
        begun.push(performance.now());
      }),
    );
    for (const worker of workers) worker.start();
    await vi.waitFor(() => expect(begun).toHaveLength(40), { timeout: 60_000 });
    await Promise.all(workers.map((worker) => worker.stop()));
    // Forty turns at forty a second end no earlier than that, however slow this machine is.
    expect(Math.max(...begun) - Math.min(...begun)).toBeGreaterThan(900);
  });
});
