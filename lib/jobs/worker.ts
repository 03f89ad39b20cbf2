import { afterCommit, db, type Tx } from "@/lib/db/database";
import { addWorker, type RunningWorker, removeWorker } from "@/lib/jobs/current";
import { LanePaused, LeaseLost, PauseLane } from "@/lib/jobs/faults";
import type { Handler, JobContext } from "@/lib/jobs/handle";
import { createLaneMemory } from "@/lib/jobs/lane-memory";
import {
  claimJobs,
  findLeased,
  finishJob,
  LEASE_SECONDS,
  type LeasedJob,
  renewLeases,
  takeExpired,
} from "@/lib/jobs/queries";
import {
  type Settlement,
  settleDone,
  settleFault,
  settleStopped,
  settleVanished,
} from "@/lib/jobs/settle";
import { createSignal } from "@/lib/jobs/signal";
import { isTurnVoid } from "@/lib/jobs/turns";
import { log } from "@/lib/log";
import { type RequestScope, runForRequest } from "@/lib/request-scope";

export { currentWorker } from "@/lib/jobs/current";
export { type Handler, handle, type JobContext } from "@/lib/jobs/handle";

const SECOND = 1000;
const TIMES = {
  pollEvery: SECOND,
  renewEvery: (LEASE_SECONDS / 3) * SECOND,
  /** Longer than any handler's calls with their limits; what takes longer hangs. */
  runLimit: 5 * 60 * SECOND,
  drainLimit: 20 * SECOND,
};
/** A handler begins this long before its turn, so that what it reads first costs the lane nothing. */
const LEAD = 0.2 * SECOND;
/** So long after a claim its look at the lane still holds. */
const JUST_NOW = 0.2 * SECOND;
/** A busy lane with a pace is given its next turns so often: three times before it runs out of them. */
const TURNS_EVERY = 0.5 * SECOND;
/** A timer may go off a little before its time, when the lane is still paused. */
const TIMERS_EARLY = 5;
/** A timer for later than that overflows; the worker looks each second anyway. */
const LONGEST_TIMER = 24 * 60 * 60 * SECOND;
/** Runs of one runDue: a job that is due again at once, for ever, is a fault in its handler. */
const RUN_DUE_LIMIT = 10_000;

export interface WorkerOptions {
  handlers: Handler[];
  /** Jobs at once in this process, those that wait for their turn aside; default 32. */
  concurrency?: number;
  /** Jobs at once of one lane without a pace, over all processes; default 12. */
  laneConcurrency?: number;
  /** False: runs only what was leased to it (a web process beside separate workers). */
  claims?: boolean;
  /** Told of every run, for metrics. */
  observe?: (run: JobRun) => void;
  /** Milliseconds, for tests. */
  times?: Partial<typeof TIMES>;
}

export interface JobRun {
  name: string;
  lane: string;
  settlement: Settlement;
  /** How long the job had been due, and how long it ran. */
  waitedSeconds: number;
  seconds: number;
}

export interface Worker extends RunningWorker {
  start(): void;
  /** Takes nothing new and waits for what runs (20 s; after that it is aborted and put back). */
  stop(): Promise<void>;
  /** Runs what is due until nothing is; returns how many runs that were. For tests and tools. */
  runDue(): Promise<number>;
}

interface ActiveRun {
  job: LeasedJob;
  abort: AbortController;
  over: Promise<void>;
  /** Waits for its turn and has not begun. */
  waits: boolean;
}

/** A job's times, by performance.now(). */
interface Times {
  /** Right before the claim that looked at its lane; null: nobody looked. */
  claimedAt: number | null;
  turnAt: number;
}

/** Makes a worker; `start` lets it run. Throws when two handlers have one name. */
export function createWorker(options: WorkerOptions): Worker {
  const { concurrency = 32, laneConcurrency = 12, claims = true, observe } = options;
  const times = { ...TIMES, ...options.times };
  const handlers = new Map(options.handlers.map((handler) => [handler.name, handler]));
  if (handlers.size !== options.handlers.length) throw new Error("Two handlers for one job.");
  const names = [...handlers.keys()];
  const active = new Map<string, ActiveRun>();
  const lanes = createLaneMemory();
  const signal = createSignal();
  let state: "idle" | "running" | "stopping" = "idle";
  let loop: Promise<void> = Promise.resolve();
  let heartbeat: NodeJS.Timeout | undefined;
  let lastLane = "";
  let lookedAt = 0;
  let reapedAt = 0;

  /** Due jobs, going round the lanes from where the last claim ended. */
  async function claim(limit: number): Promise<{ job: LeasedJob; claimedAt: number }[]> {
    const claimedAt = performance.now();
    lookedAt = claimedAt;
    const jobs = await claimJobs(db(), { names, limit, laneConcurrency, after: lastLane });
    lastLane = furthestLane(jobs, lastLane);
    return jobs.map((job) => ({ job, claimedAt }));
  }

  function run(job: LeasedJob, claimedAt: number | null): Promise<void> {
    const abort = new AbortController();
    const run: ActiveRun = { job, abort, over: Promise.resolve(), waits: job.inSeconds > 0 };
    const times = { claimedAt, turnAt: performance.now() + job.inSeconds * SECOND };
    run.over = runForRequest(scopeOf(job), async () => {
      if (run.waits) await until(times.turnAt - LEAD, abort.signal);
      run.waits = false;
      await execute(job, times, abort);
    }).finally(() => {
      // Where turns are given away by the clock the end of one makes no room for another.
      const makesRoom = job.pace === null || free() <= 0;
      const isTime = performance.now() - lookedAt > TURNS_EVERY;
      active.delete(job.lease);
      if (makesRoom || isTime) signal.fire();
    });
    active.set(job.lease, run);
    return run.over;
  }

  /** How many more jobs may run at once. */
  function free(): number {
    return concurrency - [...active.values()].filter((each) => !each.waits).length;
  }

  async function execute(job: LeasedJob, times: Times, abort: AbortController): Promise<void> {
    const begun = performance.now();
    const settlement = await settle(job, times, abort).catch((error: unknown) => {
      // The database did not take the outcome: the lease runs out and the job is taken again.
      log.error({ err: error }, "a job's outcome was not recorded");
      return "lost" as const;
    });
    if (settlement === "done" && job.burst) job.burst.taken += 1;
    const seconds = (performance.now() - begun) / SECOND;
    observe?.({
      name: job.name,
      lane: job.lane,
      settlement,
      waitedSeconds: job.waitedSeconds,
      seconds,
    });
  }

  async function settle(
    job: LeasedJob,
    moments: Times,
    abort: AbortController,
  ): Promise<Settlement> {
    const handler = handlers.get(job.name);
    if (!handler) return settleVanished(job, undefined);
    /** How it ended in a transaction of the handler's. */
    let ended: Settlement | null = null;
    const done = async (tx: Tx) => {
      const settlement = (await finishJob(tx, job)) ? "done" : "lost";
      afterCommit(() => {
        ended = settlement;
      });
    };
    const limit = setTimeout(
      () => abort.abort(new Error(`It ran longer than ${times.runLimit / SECOND} s.`)),
      times.runLimit,
    );
    try {
      abort.signal.throwIfAborted();
      await Promise.race([
        handler.run(job.payload, { ...contextOf(job, moments, abort.signal), done }),
        aborted(abort.signal),
      ]);
    } catch (error) {
      if (error instanceof Stopped) return settleStopped(job);
      const fault = error instanceof Error ? error : new Error(String(error));
      if (fault instanceof PauseLane) heed(job, fault);
      const settlement = await settleFault(job, handler, fault);
      if (fault instanceof LanePaused) return settlement;
      const level = settlement === "dead" ? "error" : "warn";
      log[level]({ err: fault, attempt: job.attempt, settlement }, "a job failed");
      return settlement;
    } finally {
      clearTimeout(limit);
    }
    return ended ?? settleDone(job);
  }

  /**
   * Before the pause is in the database: what waits for its turn here must not go out meanwhile. And
   * when it is over, somebody has to be awake.
   */
  function heed({ lane }: LeasedJob, { until }: PauseLane): void {
    lanes.refuse(lane);
    if (until === "resumed") return;
    const wait = until.getTime() - Date.now() + TIMERS_EARLY;
    if (wait < LONGEST_TIMER) setTimeout(() => signal.fire(), wait).unref();
  }

  function contextOf(
    job: LeasedJob,
    { claimedAt, turnAt }: Times,
    abortSignal: AbortSignal,
  ): Omit<JobContext, "done"> {
    const { lane } = job;
    const known = claimedAt ?? performance.now();
    return {
      jobId: job.id,
      lane,
      attempt: job.attempt,
      lastAttempt: job.attempt >= job.maxAttempts,
      signal: abortSignal,
      async renew() {
        const kept = await renewLeases(db(), [job]);
        if (!kept.has(job.id)) throw new LeaseLost("Another worker has this job.");
      },
      async turn() {
        // Looked up before the wait, so that the call itself is on time.
        const isNew = claimedAt !== null && performance.now() - claimedAt < JUST_NOW;
        const isVoid = !isNew && (await isTurnVoid(db(), job));
        await until(turnAt, abortSignal);
        abortSignal.throwIfAborted();
        if (isVoid || lanes.wasRefused(lane, known))
          throw new LanePaused("The lane was paused before its turn.");
        job.begunAt = performance.now();
        if (job.pace === null && job.round === 0) {
          job.burst = lanes.begin(lane);
          job.number = job.burst.begun;
        }
      },
    };
  }

  async function renew(): Promise<void> {
    const runs = [...active.values()];
    if (runs.length === 0) return;
    try {
      const kept = await renewLeases(
        db(),
        runs.map((each) => each.job),
      );
      for (const each of runs) {
        if (!kept.has(each.job.id)) each.abort.abort(new LeaseLost("Another worker has this job."));
      }
    } catch (error) {
      log.warn({ err: error }, "leases could not be renewed");
    }
  }

  async function reap(): Promise<void> {
    if (performance.now() - reapedAt < times.pollEvery && reapedAt !== 0) return;
    reapedAt = performance.now();
    for (const job of await takeExpired(db())) await settleVanished(job, handlers.get(job.name));
  }

  async function work(): Promise<void> {
    let failures = 0;
    while (state === "running") {
      try {
        await reap();
        const room = free();
        if (room > 0) for (const { job, claimedAt } of await claim(room)) void run(job, claimedAt);
        failures = 0;
      } catch (error) {
        failures += 1;
        log.error({ err: error }, "the worker can't reach its queue");
      }
      if (state === "running") await signal.wait(times.pollEvery * Math.min(2 ** failures, 16));
    }
  }

  const worker: Worker = {
    start() {
      if (state !== "idle") throw new Error("This worker was started already.");
      state = "running";
      addWorker(worker);
      heartbeat = setInterval(() => void renew(), times.renewEvery);
      if (claims) loop = work();
    },

    async stop() {
      if (state !== "running") return;
      state = "stopping";
      removeWorker(worker);
      signal.fire();
      await loop;
      for (const each of active.values()) if (each.waits) each.abort.abort(new Stopped());
      const overdue = setTimeout(() => {
        for (const each of active.values()) each.abort.abort(new Stopped());
      }, times.drainLimit);
      while (active.size > 0) await Promise.all([...active.values()].map((each) => each.over));
      clearTimeout(overdue);
      clearInterval(heartbeat);
      state = "idle";
    },

    wake: () => signal.fire(),

    async runLeased(id, lease) {
      const job = await findLeased(db(), id, lease);
      if (!job) return;
      if (state === "stopping") await settleStopped(job);
      else await run(job, null);
    },

    async runDue() {
      let runs = 0;
      for (;;) {
        reapedAt = 0;
        await reap();
        const jobs = await claim(concurrency);
        if (jobs.length === 0) return runs;
        await Promise.all(jobs.map(({ job, claimedAt }) => run(job, claimedAt)));
        runs += jobs.length;
        if (runs > RUN_DUE_LIMIT) throw new Error("A job is due again as soon as it has run.");
      }
    },
  };
  return worker;
}

/** What every line says that is logged while the job runs. */
function scopeOf(job: LeasedJob): RequestScope {
  return { job: job.name, jobId: job.id, requestId: job.requestId ?? undefined };
}

/** Where a claim ended that went round from behind a lane. */
function furthestLane(jobs: LeasedJob[], after: string): string {
  const lanes = jobs.map(({ lane }) => lane).sort();
  return lanes.findLast((lane) => lane <= after) ?? lanes.at(-1) ?? "";
}

/** The process ends: the job is put back untried. */
class Stopped extends Error {}

/** Resolves at that moment of performance.now(), or when it is aborted. */
function until(moment: number, signal: AbortSignal): Promise<void> {
  const wait = moment - performance.now();
  if (wait <= 0 || signal.aborted) return Promise.resolve();
  return new Promise((resolve) => {
    const done = () => {
      clearTimeout(timer);
      signal.removeEventListener("abort", done);
      resolve();
    };
    const timer = setTimeout(done, wait);
    signal.addEventListener("abort", done);
  });
}

function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
