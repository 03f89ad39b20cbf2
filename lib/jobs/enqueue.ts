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
  /**
   * Whose it is, where several share a lane: each has a turn in a round, whoever came first with
   * many. Null: by time alone.
   */
  share?: string | null;
  /** A limit that is documented for the lane; null: none. */
  budget?: Budget | null;
  /** Id of the request that asks for it; default: the one that runs. */
  requestId?: string | null;
}

/** A job that is to be put into the queue. */
export interface WantedJob extends EnqueueOptions {
  name: string;
  maxAttempts: number;
  /** Checked, as JSON would have it. */
  payload: unknown;
}

/** What was put into the queue, or what absorbed it. */
export interface EnqueuedJob {
  id: string;
  /**
   * Only when `leaseHere` asked for it, nothing in the lane is paused, waiting or running (of those
   * that come together the first has it), and a lane with a pace has a turn to give at once: then the job is the caller's for 30 s, to be passed
   * to `runLeased` after the commit; should the process die before that, any worker takes it when
   * the lease is over.
   */
  lease: string | null;
}

/** A job with what it is about, for `enqueueAll`. */
export function wantJob<P>(job: JobDefinition<P>, payload: P, options: EnqueueOptions): WantedJob {
  const { name, maxAttempts } = job;
  return { name, maxAttempts, payload: job.payload.parse(payload), ...options };
}

/** Puts one job into the queue, as `enqueueAll` does. */
export async function enqueue<P>(
  tx: Tx,
  job: JobDefinition<P>,
  payload: P,
  options: EnqueueOptions,
): Promise<EnqueuedJob> {
  const [enqueued] = await enqueueAll(tx, [wantJob(job, payload, options)]);
  if (!enqueued) throw new Error("The queue took no job.");
  return enqueued;
}

/**
 * Puts jobs into the queue in one statement of the caller's transaction: no commit, no job.
 *
 * With a dedupe key that is alive: a waiting job comes forward to the earlier time, a running
 * one runs once more when it has finished. A dead job of the same key is superseded. No two of
 * them may have the same key.
 *
 * @returns one for each, in their order.
 */
export async function enqueueAll(tx: Tx, wanted: WantedJob[]): Promise<EnqueuedJob[]> {
  if (wanted.length === 0) return [];
  const running = requestScope().requestId ?? null;
  const budgets = new Map(wanted.map(({ lane, budget }) => [lane, budget]));
  for (const [lane, budget] of budgets) if (budget) await keepBudget(tx, lane, budget);
  const asked = wanted.map((job, at) => ({
    at,
    id: randomUUID(),
    name: job.name,
    payload: job.payload,
    lane: job.lane,
    key: job.dedupeKey ?? null,
    max_attempts: job.maxAttempts,
    run_at: job.runAt ?? null,
    token: job.leaseHere ? randomUUID() : null,
    share: job.share ?? null,
    request_id: job.requestId === undefined ? running : job.requestId,
  }));
  const { rows } = await sql<{ id: string; key: string | null; lease: string | null }>`
    with asked as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked (at integer,
        id uuid, name text, payload jsonb, lane text, key text, max_attempts integer,
        run_at timestamptz, token uuid, request_id text, share text)
    ), placed as materialized (
      -- The round that is being served, or the one after the share's last.
      select asked.id, case when asked.share is null then 0 else greatest(
          coalesce((select share_order from jobs
            where state = 'ready' and jobs.lane = asked.lane order by share_order limit 1), 0),
          coalesce((select share_order + 1 from jobs
            where state = 'ready' and jobs.share = asked.share
            order by share_order desc limit 1), 0))
        + row_number() over (partition by asked.share order by asked.at) - 1 end as share_order
      from asked
    ), superseded as (
      delete from jobs using asked where jobs.state = 'dead' and jobs.dedupe_key = asked.key
    ), counted as materialized (
      select lanes.lane, now() as turn, ${hasRested} as rested, ${isForgotten} as forgotten,
        false as busy, ${paceColumn} as pace
      from lanes
      where lane in (select asked.lane from asked where token is not null)
        and resumed_at is not null and next_at <= now()
      for update of lanes skip locked
    ), leased as materialized (
      select distinct on (asked.lane) asked.id, asked.lane from asked
      where asked.token is not null
        and not exists (
          select from jobs where jobs.lane = asked.lane and state = 'ready')
        and not exists (
          select from jobs where jobs.lane = asked.lane and state = 'running')
        and not exists (
          select from lanes where lanes.lane = asked.lane and (paused_until > now()
            or resumed_at is not null and lanes.lane not in (select lane from counted)))
      order by asked.lane, asked.at
    ), given as (
      update lanes set ${giveTurns}
      from counted, (select 1 as number) taken
      where lanes.lane = counted.lane and lanes.lane in (select lane from leased)
    )
    insert into jobs (id, name, payload, lane, dedupe_key, max_attempts, run_at, request_id,
      state, lease_token, lease_until, attempts, share, share_order)
    select asked.id, asked.name, asked.payload, asked.lane, asked.key, asked.max_attempts,
      coalesce(asked.run_at, now()), asked.request_id,
      case when leased.id is null then 'ready' else 'running' end,
      case when leased.id is not null then asked.token end,
      case when leased.id is not null then now() + make_interval(secs => ${LEASE_SECONDS}) end,
      case when leased.id is null then 0 else 1 end, asked.share, placed.share_order
    from asked join placed on placed.id = asked.id left join leased on leased.id = asked.id
    on conflict (dedupe_key) where state in ('ready', 'running') do update set
      payload = excluded.payload,
      lane = excluded.lane,
      share = excluded.share,
      share_order = case when jobs.lane = excluded.lane
        then least(jobs.share_order, excluded.share_order) else excluded.share_order end,
      request_id = coalesce(excluded.request_id, jobs.request_id),
      again = jobs.again or jobs.state = 'running',
      -- Of one that runs: when it is to run once more.
      run_at = case when jobs.state = 'running' and not jobs.again then excluded.run_at
        else least(jobs.run_at, excluded.run_at) end
    returning id, dedupe_key as key, lease_token as lease`.execute(tx);
  const taken = new Map(rows.map((row) => [row.key ?? row.id, row]));
  const enqueued = asked.map(({ id, key, token }) => {
    const row = taken.get(key ?? id);
    if (!row) throw new Error("The queue took no job.");
    // An absorbing job may be leased to somebody else.
    return { id: row.id, lease: row.lease === token ? token : null };
  });
  if (enqueued.some(({ lease }) => lease === null)) afterCommit(wakeWorkers);
  return enqueued;
}
