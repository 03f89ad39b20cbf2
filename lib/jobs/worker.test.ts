import { sql } from "kysely";
import { expect, test, vi } from "vitest";
import { z } from "zod";
import { db, withTx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { type EnqueueOptions, enqueue } from "@/lib/jobs/enqueue";
import { GiveUp, PauseLane, RetryLater } from "@/lib/jobs/faults";
import { laneState, pauseLane, resumeLane } from "@/lib/jobs/lanes";
import { claimJobs } from "@/lib/jobs/queries";
import { jobGauges, listJobs, retryDead } from "@/lib/jobs/watch";
import {
  createWorker,
  currentWorker,
  handle,
  type JobContext,
  type JobRun,
  type WorkerOptions,
} from "@/lib/jobs/worker";
import { describeDatabase, describeDatabases } from "@/test/database";

const noteJob = defineJob({
  name: "test.note",
  payload: z.object({ note: z.string() }),
  maxAttempts: 3,
  backoff: () => 60,
});

const put = (note: string, options: Partial<EnqueueOptions> = {}) =>
  withTx((tx) => enqueue(tx, noteJob, { note }, { lane: "lane", ...options }));

/** A worker whose handler is `run`. */
function workerOf(
  run: (note: string, context: JobContext) => Promise<void> | void,
  options: Omit<WorkerOptions, "handlers"> = {},
) {
  const handlers = [handle(noteJob, async ({ note }, context) => run(note, context))];
  return createWorker({ handlers, ...options });
}

/** A worker that remembers what it ran. */
function recorder() {
  const ran: string[] = [];
  return { ran, worker: workerOf((note) => void ran.push(note)) };
}

const expireLeases = () =>
  db()
    .updateTable("jobs")
    .set({ lease_until: sql`now() - interval '1 second'` })
    .where("state", "=", "running")
    .execute();

const makeDue = () => db().updateTable("jobs").set({ run_at: sql`now()` }).execute();

describeDatabases("jobs", () => {
  test("runs what was enqueued, with its payload, and forgets it", async () => {
    const { ran, worker } = recorder();
    await put("one");
    await put("two");
    expect(await worker.runDue()).toBe(2);
    expect(ran.sort()).toEqual(["one", "two"]);
    expect(await db().selectFrom("jobs").selectAll().execute()).toEqual([]);
  });

  test("a rollback leaves no job and wakes nobody", async () => {
    const { ran, worker } = recorder();
    worker.start();
    const wake = vi.spyOn(worker, "wake");
    const failing = withTx(async (tx) => {
      await enqueue(tx, noteJob, { note: "never" }, { lane: "lane" });
      throw new Error("no");
    });
    await expect(failing).rejects.toThrow("no");
    expect(wake).not.toHaveBeenCalled();
    await worker.stop();
    expect(ran).toEqual([]);
  });

  test("a commit wakes the running worker at once", async () => {
    const gate = Promise.withResolvers<void>();
    // It looks by itself far too late.
    const worker = workerOf(() => gate.resolve(), { times: { pollEvery: 600_000 } });
    worker.start();
    // It has looked and sleeps.
    await new Promise((resolve) => setTimeout(resolve, 100));
    await put("now");
    await gate.promise;
    await worker.stop();
  });

  test("does not run before its time", async () => {
    const { ran, worker } = recorder();
    await put("later", { runAt: new Date(Date.now() + 60_000) });
    expect(await worker.runDue()).toBe(0);
    await makeDue();
    await worker.runDue();
    expect(ran).toEqual(["later"]);
  });

  test("refuses a payload that the job does not take", async () => {
    const wrong = withTx((tx) =>
      enqueue(tx, noteJob, { note: 7 as unknown as string }, { lane: "lane" }),
    );
    await expect(wrong).rejects.toThrow(z.ZodError);
  });

  test("a waiting job absorbs another of its key and comes forward", async () => {
    const { ran, worker } = recorder();
    const first = await put("old", {
      dedupeKey: "key",
      runAt: new Date(Date.now() + 60_000),
    });
    const second = await put("new", { dedupeKey: "key" });
    expect(second.id).toBe(first.id);
    await put("not later again", { dedupeKey: "key", runAt: new Date(Date.now() + 60_000) });
    await worker.runDue();
    expect(ran).toEqual(["not later again"]);
  });

  test("one key enqueued many times at once is one job", async () => {
    await Promise.all(Array.from({ length: 20 }, () => put("same", { dedupeKey: "key" })));
    expect(await listJobs(db(), { state: "ready" })).toHaveLength(1);
  });

  test("a running job that is asked for again runs once more", async () => {
    const ran: string[] = [];
    const worker = workerOf(async (note) => {
      ran.push(note);
      if (ran.length === 1) {
        await put("again", { dedupeKey: "key" });
        await put("again", { dedupeKey: "key" });
      }
    });
    await put("first", { dedupeKey: "key" });
    await worker.runDue();
    expect(ran).toEqual(["first", "again"]);
  });

  test("a job that is asked for again while its last attempt fails starts anew", async () => {
    let runs = 0;
    const worker = workerOf(async () => {
      runs += 1;
      if (runs === 1) {
        await put("again", { dedupeKey: "key" });
        throw new GiveUp("no");
      }
    });
    await put("first", { dedupeKey: "key" });
    await worker.runDue();
    expect(runs).toBe(2);
    expect(await listJobs(db(), { state: "dead" })).toEqual([]);
  });

  test("backs off after a fault, gives up after the last attempt, says why", async () => {
    const contexts: boolean[] = [];
    const dead = vi.fn();
    const worker = createWorker({
      handlers: [
        handle(
          noteJob,
          async (_, context) => {
            contexts.push(context.lastAttempt);
            throw new Error(`No answer for ada@example.org (${context.attempt})`);
          },
          { onDead: async (_, payload, error) => dead(payload.note, error.message) },
        ),
      ],
    });
    await put("failing");
    expect(await worker.runDue()).toBe(1);
    const [waiting] = await listJobs(db(), { state: "ready" });
    expect(waiting?.attempts).toBe(1);
    expect(waiting && waiting.runAt.getTime() - Date.now()).toBeGreaterThan(50_000);
    for (let round = 0; round < 3; round += 1) {
      await makeDue();
      await worker.runDue();
    }
    expect(contexts).toEqual([false, false, true]);
    expect(dead).toHaveBeenCalledExactlyOnceWith("failing", "No answer for ada@example.org (3)");
    const [job] = await listJobs(db(), { state: "dead" });
    expect(job?.lastError).toBe("Error: No answer for [address] (3)");
  });

  test("waits as long as the fault says", async () => {
    const worker = workerOf(() => {
      throw new RetryLater("busy", { afterSeconds: 1000 });
    });
    await put("busy");
    await worker.runDue();
    const [job] = await listJobs(db(), { state: "ready" });
    expect(job && job.runAt.getTime() - Date.now()).toBeGreaterThan(990_000);
  });

  test("what onDead throws keeps the job from dying in silence", async () => {
    const worker = createWorker({
      handlers: [
        handle(
          noteJob,
          async () => {
            throw new GiveUp("no");
          },
          {
            onDead: async () => {
              throw new Error("the database is full");
            },
          },
        ),
      ],
    });
    await put("doomed");
    await worker.runDue();
    expect(await listJobs(db(), { state: "running" })).toHaveLength(1);
  });

  test("a dead job can be retried, and a new one of its key supersedes it", async () => {
    let broken = true;
    const ran: string[] = [];
    const worker = workerOf((note) => {
      if (broken) throw new GiveUp("no");
      ran.push(note);
    });
    await put("by key", { dedupeKey: "key" });
    await put("by lane", { lane: "other" });
    await worker.runDue();
    const dead = await listJobs(db(), { state: "dead" });
    expect(dead.map((job) => job.attempts)).toEqual([1, 1]);
    broken = false;

    await expect(withTx((tx) => retryDead(tx, {}))).rejects.toThrow("needs");
    expect(await withTx((tx) => retryDead(tx, { dedupeKey: "none" }))).toBe(0);
    expect(await withTx((tx) => retryDead(tx, { lane: "other" }))).toBe(1);
    await worker.runDue();
    expect(ran).toEqual(["by lane"]);

    await put("anew", { dedupeKey: "key" });
    expect(await listJobs(db(), { state: "dead" })).toEqual([]);
    await worker.runDue();
    expect(ran).toEqual(["by lane", "anew"]);
  });

  test("retrying skips a dead job whose key is alive", async () => {
    await put("alive", { dedupeKey: "key" });
    for (const note of ["dead", "dead too"]) {
      await sql`insert into jobs (name, payload, lane, dedupe_key, state, finished_at)
        values ('test.note', ${JSON.stringify({ note })}::jsonb, 'lane', 'key', 'dead', now())`.execute(
        db(),
      );
    }
    expect(await withTx((tx) => retryDead(tx, { dedupeKey: "key" }))).toBe(0);
    await db().deleteFrom("jobs").where("state", "=", "ready").execute();
    expect(await withTx((tx) => retryDead(tx, { dedupeKey: "key" }))).toBe(1);
  });

  test("a paused lane waits, the attempt not counted, and the others run on", async () => {
    const ran: string[] = [];
    let throttled = true;
    const worker = workerOf((note) => {
      if (note.startsWith("a") && throttled) {
        throw new PauseLane("429", { until: new Date(Date.now() + 60_000), reason: "throttled" });
      }
      ran.push(note);
    });
    await put("a1", { lane: "a" });
    await worker.runDue();
    await put("a2", { lane: "a" });
    await put("b1", { lane: "b" });
    await worker.runDue();
    expect(ran).toEqual(["b1"]);
    const waiting = await listJobs(db(), { state: "ready" });
    expect(waiting.map((job) => job.attempts)).toEqual([0, 0]);
    expect(await laneState(db(), "a")).toMatchObject({ paused: true, reason: "throttled" });

    throttled = false;
    await sql`update lanes set paused_until = now() - interval '1 second'`.execute(db());
    expect(await laneState(db(), "a")).toEqual({ paused: false, until: null, reason: null });
    await worker.runDue();
    expect(ran).toEqual(["b1", "a1", "a2"]);
  });

  test("a worker that heard of a pause is awake when it is over", async () => {
    const gate = Promise.withResolvers<void>();
    let runs = 0;
    const worker = workerOf(
      () => {
        runs += 1;
        if (runs > 1) return gate.resolve();
        throw new PauseLane("429", { until: new Date(Date.now() + 300), reason: "throttled" });
      },
      { times: { pollEvery: 600_000 } },
    );
    worker.start();
    await put("one");
    await gate.promise;
    await worker.stop();
    expect(runs).toBe(2);
  });

  test("a lane paused until resumed opens only then; the longer pause holds", async () => {
    const { ran, worker } = recorder();
    const soon = new Date(Date.now() + 1000);
    await withTx((tx) => pauseLane(tx, "lane", null, "broken"));
    await withTx((tx) => pauseLane(tx, "lane", soon, "throttled"));
    await put("waits");
    expect(await laneState(db(), "lane")).toEqual({ paused: true, until: null, reason: "broken" });
    expect(await worker.runDue()).toBe(0);
    await withTx((tx) => resumeLane(tx, "lane"));
    await worker.runDue();
    expect(ran).toEqual(["waits"]);
  });

  test("a pause whose reason no longer holds leaves the lane open", async () => {
    let runs = 0;
    const worker = workerOf(() => {
      runs += 1;
      if (runs > 1) return;
      throw new PauseLane("broken", {
        until: "resumed",
        reason: "broken",
        still: async () => false,
      });
    });
    await put("mended meanwhile");
    await worker.runDue();
    expect(runs).toBe(2);
    expect(await laneState(db(), "lane")).toMatchObject({ paused: false });
  });

  test("leases to the caller only in an idle lane", async () => {
    const here = (options: Partial<EnqueueOptions> = {}) =>
      put("here", { leaseHere: true, ...options });
    const first = await here({ dedupeKey: "key" });
    expect(first.lease).not.toBeNull();
    // The lane has one running now, and the key's lease is somebody else's.
    expect((await here()).lease).toBeNull();
    expect((await here({ dedupeKey: "key" })).lease).toBeNull();
    await put("waits", { lane: "waiting" });
    expect((await here({ lane: "waiting" })).lease).toBeNull();
    await withTx((tx) => pauseLane(tx, "paused", null, "broken"));
    expect((await here({ lane: "paused" })).lease).toBeNull();
    expect((await here({ lane: "idle" })).lease).not.toBeNull();
  });

  test("runs a job leased to this process, and only once", async () => {
    const { ran, worker } = recorder();
    const { id, lease } = await put("here", { leaseHere: true });
    expect(await worker.runDue()).toBe(0);
    await worker.runLeased(id, lease ?? "");
    await worker.runLeased(id, lease ?? "");
    expect(ran).toEqual(["here"]);
  });

  test("takes over a lease that has run out; whoever lost it can't finish", async () => {
    const { ran, worker } = recorder();
    const begun = Promise.withResolvers<void>();
    const gate = Promise.withResolvers<void>();
    const lost: unknown[] = [];
    const slow = workerOf(async (_, context) => {
      begun.resolve();
      await gate.promise;
      await context.renew().catch((error: Error) => lost.push(error.name));
    });
    const { id, lease } = await put("slow", { leaseHere: true });
    const slowRun = slow.runLeased(id, lease ?? "");
    await begun.promise;
    await expireLeases();
    // Taken by another, which fails it: it waits for its second attempt.
    const failing = workerOf(() => {
      throw new Error("no");
    });
    await failing.runDue();
    gate.resolve();
    await slowRun;
    expect(lost).toEqual(["LeaseLost"]);
    const [job] = await listJobs(db(), { state: "ready" });
    expect(job?.attempts).toBe(2);
    await makeDue();
    await worker.runDue();
    expect(ran).toEqual(["slow"]);
  });

  test("a job whose worker vanishes at every attempt is given up", async () => {
    const dead = vi.fn();
    const worker = createWorker({
      handlers: [
        handle(noteJob, async () => {}, {
          onDead: async (_, { note }) => dead(note),
        }),
      ],
    });
    await put("poison");
    for (let attempt = 1; attempt <= 3; attempt += 1) {
      const names = ["test.note"];
      await claimJobs(db(), { names, limit: 1, laneConcurrency: 4, after: "" });
      await expireLeases();
      if (attempt < 3) {
        // As the reaper of another process would.
        await sql`update jobs set state = 'ready', lease_token = null, lease_until = null`.execute(
          db(),
        );
      }
    }
    expect(await worker.runDue()).toBe(0);
    expect(dead).toHaveBeenCalledExactlyOnceWith("poison");
    const [job] = await listJobs(db(), { state: "dead" });
    expect(job?.lastError).toBe("Error: The worker vanished while it ran.");
  });

  test("leaves jobs of another version alone", async () => {
    const other = defineJob({ name: "test.other", payload: z.object({}) });
    await withTx((tx) => enqueue(tx, other, {}, { lane: "lane" }));
    await put("mine");
    const { ran, worker } = recorder();
    expect(await worker.runDue()).toBe(1);
    expect(ran).toEqual(["mine"]);
    expect(await listJobs(db(), { state: "ready" })).toHaveLength(1);
  });

  test("goes round the lanes, and keeps to a lane's number", async () => {
    for (let n = 0; n < 12; n += 1) await put(`a${n}`, { lane: "a" });
    for (const lane of ["b", "c", "d"]) await put(lane, { lane });
    const order: string[] = [];
    let running = 0;
    let most = 0;
    const worker = workerOf(
      async (note) => {
        if (note.startsWith("a")) running += 1;
        most = Math.max(most, running);
        order.push(note);
        await new Promise((resolve) => setTimeout(resolve, 5));
        if (note.startsWith("a")) running -= 1;
      },
      { concurrency: 3, laneConcurrency: 2 },
    );
    await worker.runDue();
    expect(order).toHaveLength(15);
    expect(most).toBe(2);
    expect(order.slice(0, 8)).toEqual(expect.arrayContaining(["b", "c", "d"]));
  });

  test("stop waits for what runs and takes nothing new", async () => {
    const gate = Promise.withResolvers<void>();
    const begun = Promise.withResolvers<void>();
    const finished: string[] = [];
    const worker = workerOf(
      async (note) => {
        begun.resolve();
        await gate.promise;
        finished.push(note);
      },
      { concurrency: 1 },
    );
    await put("runs");
    await put("waits");
    worker.start();
    expect(currentWorker()).toBe(worker);
    await begun.promise;
    const stopping = worker.stop();
    expect(currentWorker()).toBeNull();
    gate.resolve();
    await stopping;
    expect(finished).toEqual(["runs"]);
    expect((await listJobs(db(), { state: "ready" })).length).toBe(1);
    expect(await listJobs(db(), { state: "running" })).toEqual([]);
  });

  test("stop puts back untried what does not end in time", async () => {
    const begun = Promise.withResolvers<void>();
    const worker = workerOf(
      () => {
        begun.resolve();
        return new Promise(() => {});
      },
      { times: { drainLimit: 20 } },
    );
    await put("hangs");
    worker.start();
    await begun.promise;
    await worker.stop();
    const [job] = await listJobs(db(), { state: "ready" });
    expect(job?.attempts).toBe(0);
  });

  test("a job that ends in its handler's transaction is gone with that commit", async () => {
    const gate = Promise.withResolvers<void>();
    const committed = Promise.withResolvers<void>();
    const runs: JobRun[] = [];
    const worker = workerOf(
      async (_, { done }) => {
        await withTx((tx) => done(tx));
        committed.resolve();
        await gate.promise;
      },
      { observe: (run) => runs.push(run) },
    );
    await put("one");
    const running = worker.runDue();
    await committed.promise;
    expect(await db().selectFrom("jobs").selectAll().execute()).toEqual([]);
    gate.resolve();
    await running;
    expect(runs.map(({ settlement }) => settlement)).toEqual(["done"]);
  });

  test("a job does not end with a transaction that rolls back, nor with another's lease", async () => {
    const rollBack = workerOf(async (_, { done }) => {
      await withTx(async (tx) => {
        await done(tx);
        throw new RetryLater("not yet");
      });
    });
    await put("one");
    await rollBack.runDue();
    expect(await listJobs(db(), { state: "ready" })).toMatchObject([{ attempts: 1 }]);

    await makeDue();
    const runs: JobRun[] = [];
    const robbed = workerOf(
      async (_, { done }) => {
        await db().updateTable("jobs").set({ lease_token: sql`gen_random_uuid()` }).execute();
        await withTx((tx) => done(tx));
      },
      { observe: (run) => runs.push(run) },
    );
    await robbed.runDue();
    expect(runs.map(({ settlement }) => settlement)).toEqual(["lost"]);
    expect(await db().selectFrom("jobs").selectAll().execute()).toHaveLength(1);
  });

  test("asked for again, a job that ends in its handler's transaction runs once more", async () => {
    let runs = 0;
    const worker = workerOf(async (_, { done }) => {
      runs += 1;
      if (runs === 1) await put("again", { dedupeKey: "key" });
      await withTx((tx) => done(tx));
    });
    await put("first", { dedupeKey: "key" });
    await worker.runDue();
    expect(runs).toBe(2);
  });

  test("a run that takes too long fails, and its handler is told", async () => {
    const told = vi.fn();
    const runs: JobRun[] = [];
    const worker = workerOf(
      (_, context) => {
        context.signal.addEventListener("abort", told);
        return new Promise(() => {});
      },
      { times: { runLimit: 20 }, observe: (run) => runs.push(run) },
    );
    await put("hangs");
    await worker.runDue();
    expect(told).toHaveBeenCalledOnce();
    const [job] = await listJobs(db(), { state: "ready" });
    expect(job).toMatchObject({ attempts: 1, lastError: "Error: It ran longer than 0.02 s." });
    expect(runs).toMatchObject([{ name: "test.note", lane: "lane", settlement: "retry" }]);
  });

  test("renews its leases while it works, and aborts what it has lost", async () => {
    const begun = Promise.withResolvers<void>();
    const aborted = Promise.withResolvers<Error>();
    const worker = workerOf(
      (_, context) => {
        begun.resolve();
        context.signal.addEventListener("abort", () => aborted.resolve(context.signal.reason));
        return new Promise(() => {});
      },
      { times: { renewEvery: 50 } },
    );
    await put("long");
    worker.start();
    await begun.promise;
    await sql`update jobs set lease_until = now() + interval '5 seconds'`.execute(db());
    await vi.waitFor(async () => {
      const { rows } = await sql<{ seconds: number }>`
        select extract(epoch from lease_until - now())::float8 as seconds from jobs`.execute(db());
      expect(rows[0]?.seconds).toBeGreaterThan(20);
    });
    await sql`update jobs set lease_token = gen_random_uuid()`.execute(db());
    expect((await aborted.promise).name).toBe("LeaseLost");
    await worker.stop();
    expect(await listJobs(db(), { state: "running" })).toHaveLength(1);
  });

  test("outlives a database that is away", async () => {
    const ran: string[] = [];
    const worker = workerOf((note) => void ran.push(note), { times: { pollEvery: 30 } });
    await sql`alter table jobs rename to jobs_away`.execute(db());
    worker.start();
    await new Promise((resolve) => setTimeout(resolve, 100));
    await sql`alter table jobs_away rename to jobs`.execute(db());
    await put("later");
    await vi.waitFor(() => expect(ran).toEqual(["later"]), { timeout: 60_000 });
    await worker.stop();
  });

  test("a worker that claims nothing runs what is leased to it", async () => {
    const ran: string[] = [];
    const worker = workerOf((note) => void ran.push(note), { claims: false });
    worker.start();
    const { id, lease } = await put("here", { leaseHere: true });
    await put("elsewhere", { lane: "other" });
    await currentWorker()?.runLeased(id, lease ?? "");
    await worker.stop();
    expect(ran).toEqual(["here"]);
  });

  test("says how the queue is", async () => {
    await put("due");
    await put("later", { runAt: new Date(Date.now() + 60_000) });
    await put("paused", { lane: "paused" });
    await put("runs", { lane: "idle", leaseHere: true });
    await withTx((tx) => pauseLane(tx, "paused", null, "broken"));
    await sql`update jobs set run_at = now() - interval '90 seconds'
      where payload ->> 'note' = 'due'`.execute(db());
    const gauges = await jobGauges(db());
    expect(gauges).toMatchObject({ ready: 3, running: 1, dead: 0, due: 1, pausedLanes: 1 });
    expect(gauges.oldestDueSeconds).toBeGreaterThanOrEqual(90);
    expect(gauges.oldestDueSeconds).toBeLessThan(120);
  });
});

describeDatabase("postgres", "jobs of several workers", () => {
  test("two workers run each of many jobs exactly once", async () => {
    const runs = new Map<string, number>();
    const count = (note: string) => {
      runs.set(note, (runs.get(note) ?? 0) + 1);
    };
    await withTx(async (tx) => {
      for (let n = 0; n < 400; n += 1) {
        await enqueue(tx, noteJob, { note: `note ${n}` }, { lane: `lane ${n % 7}` });
      }
    });
    const workers = [workerOf(count), workerOf(count), workerOf(count)];
    await Promise.all(workers.map((worker) => worker.runDue()));
    // A claimer passes over what another has locked at that instant.
    await workers[0]?.runDue();
    expect(runs.size).toBe(400);
    expect([...runs.values()].every((number) => number === 1)).toBe(true);
    expect(await jobGauges(db())).toMatchObject({ ready: 0, running: 0, dead: 0 });
  });

  test("no request to run again is lost between two workers", async () => {
    let version = 0;
    let seen = -1;
    const read = () => {
      seen = version;
    };
    const workers = [workerOf(read), workerOf(read)];
    for (const worker of workers) worker.start();
    for (let n = 0; n < 100; n += 1) {
      version = n;
      await put("look", { dedupeKey: "key" });
    }
    await vi.waitFor(
      async () => expect(await jobGauges(db())).toMatchObject({ ready: 0, running: 0 }),
      { timeout: 60_000, interval: 50 },
    );
    expect(seen).toBe(99);
    await Promise.all(workers.map((worker) => worker.stop()));
  });
});
