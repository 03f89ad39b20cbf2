import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import { afterCommit, type Tx } from "@/lib/db/database";
import { wakeWorkers } from "@/lib/jobs/current";
import type { JobDefinition } from "@/lib/jobs/define";
import { LEASE_SECONDS } from "@/lib/jobs/queries";
import {
  type Budget,
  giveTurns,
  hasRested,
  isForgotten,
  keepBudget,
  paceColumn,
} from "@/lib/jobs/turns";
import { requestScope } from "@/lib/request-scope";

export interface EnqueueOptions {
  /** What it is throttled with. */
  lane: string;
  /** While a job with this key waits or runs, another of the same is absorbed by it. */
  dedupeKey?: string;
  /** Not before; default now. */
  runAt?: Date;
  /** Ask for the lease, to run it in this process right after the commit. */
  leaseHere?: boolean;
  /** A limit that is documented for the lane; null: none. */
  budget?: Budget | null;
}

/**
 * Puts a job into the queue, in the caller's transaction: no commit, no job.
 *
 * With a dedupe key that is alive: a waiting job comes forward to the earlier time, a running
 * one runs once more when it has finished. A dead job of the same key is superseded.
 *
 * @returns `lease` only when `leaseHere` asked for it, nothing in the lane is paused, waiting or
 *   running, and a lane with a pace has a turn to give at once: then the job is the caller's for 30 s, to be passed to `runLeased` after the
 *   commit; should the process die before that, any worker takes it when the lease is over.
 */
export async function enqueue<P>(
  tx: Tx,
  job: JobDefinition<P>,
  payload: P,
  options: EnqueueOptions,
): Promise<{ id: string; lease: string | null }> {
  const token = randomUUID();
  const key = options.dedupeKey ?? null;
  const runAt = options.runAt ?? null;
  const requestId = requestScope().requestId ?? null;
  if (options.budget) await keepBudget(tx, options.lane, options.budget);
  const content = JSON.stringify(job.payload.parse(payload));
  const { rows } = await sql<{ id: string; lease: string | null }>`
    with superseded as (
      delete from jobs where state = 'dead' and dedupe_key = ${key}::text
    ), counted as materialized (
      select lanes.lane, now() as turn, ${hasRested} as rested, ${isForgotten} as forgotten,
        false as busy, ${paceColumn} as pace
      from lanes
      where ${options.leaseHere === true}::boolean and lane = ${options.lane}::text
        and resumed_at is not null and next_at <= now()
      for update skip locked
    ), lane as (
      select ${options.leaseHere === true}::boolean
        and not exists (
          select from jobs where lane = ${options.lane}::text and state = 'ready')
        and not exists (
          select from jobs where lane = ${options.lane}::text and state = 'running')
        and not exists (
          select from lanes where lane = ${options.lane}::text and paused_until > now())
        and (exists (select from counted) or not exists (
          select from lanes where lane = ${options.lane}::text and resumed_at is not null)) as idle
    ), given as (
      update lanes set ${giveTurns}
      from counted, lane, (select 1 as number) taken
      where lane.idle and lanes.lane = counted.lane
    )
    insert into jobs (name, payload, lane, dedupe_key, max_attempts, run_at, request_id,
      state, lease_token, lease_until, attempts)
    select ${job.name}::text, ${content}::jsonb, ${options.lane}::text, ${key}::text,
      ${job.maxAttempts}::integer, coalesce(${runAt}::timestamptz, now()),
      ${requestId}::text,
      case when idle then 'running' else 'ready' end,
      case when idle then ${token}::uuid end,
      case when idle then now() + make_interval(secs => ${LEASE_SECONDS}) end,
      case when idle then 1 else 0 end
    from lane
    on conflict (dedupe_key) where state in ('ready', 'running') do update set
      payload = excluded.payload,
      lane = excluded.lane,
      request_id = coalesce(excluded.request_id, jobs.request_id),
      again = jobs.again or jobs.state = 'running',
      run_at = case when jobs.state = 'ready' then least(jobs.run_at, excluded.run_at)
        else jobs.run_at end
    returning id, lease_token as lease`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error("The queue took no job.");
  // An absorbing job may be leased to somebody else.
  const lease = row.lease === token ? token : null;
  if (lease === null) afterCommit(wakeWorkers);
  return { id: row.id, lease };
}
