import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { Burst } from "@/lib/jobs/lane-memory";
import { giveTurns, hasRested, isBusy, isForgotten, paceColumn } from "@/lib/jobs/turns";

/** How long a job is a worker's before others may take it, unless renewed. */
export const LEASE_SECONDS = 30;

/** A job that this process holds the lease of. */
export interface LeasedJob {
  id: string;
  name: string;
  payload: unknown;
  lane: string;
  /** The attempt that runs now, from 1. */
  attempt: number;
  maxAttempts: number;
  lease: string;
  /** How long it had been due when it was taken. */
  waitedSeconds: number;
  /** Id of the request that asked for it. */
  requestId: string | null;
  /** Its turn in a lane whose calls are counted: seconds from the claim. */
  inSeconds: number;
  /** The how manieth call since they are counted, and how often the lane had been throttled. */
  number: number;
  round: number;
  /** The pace at which it was given its turn; null: as fast as it could. */
  pace: number | null;
  /** When its turn came, by performance.now(); null before. */
  begunAt: number | null;
  /** That it is one of, when its turn has come in a lane that was never throttled. */
  burst: Burst | null;
}

const NOT_BEGUN = { begunAt: null, burst: null };
/** A turn that nobody counts: at once. */
const NO_TURN = { inSeconds: 0, number: 0, round: 0, pace: null, ...NOT_BEGUN };
type Row = Omit<LeasedJob, keyof typeof NO_TURN>;

const leasedColumns = sql`
  jobs.id, jobs.name, jobs.payload, jobs.lane, jobs.attempts as attempt,
  jobs.max_attempts as "maxAttempts", jobs.lease_token as lease,
  jobs.request_id as "requestId",
  greatest(0, extract(epoch from now() - jobs.run_at))::float8 as "waitedSeconds"`;

/**
 * Turns are given away this far ahead: longer than a worker sleeps, so that none is missed and the
 * exact moment is a timer's in the process.
 */
const TURNS_AHEAD_SECONDS = 1.5;
/** In a lane with a pace so many seconds' calls may be running, turns ahead among them. */
const PACED_SECONDS = 3;

/**
 * Takes up to `limit` due jobs. It goes from lane to lane (one index step each, however many
 * jobs wait in a lane that is paused) and takes no more of one than the lane may have running,
 * so a long queue of one organizer holds up nobody else. Two workers never get the same job;
 * two that look at the same instant may together exceed a lane's number by a few.
 * @param after starts behind this lane and goes round, instead of favouring "a".
 */
export async function claimJobs(
  db: Db,
  claim: { names: string[]; limit: number; laneConcurrency: number; after: string },
): Promise<LeasedJob[]> {
  const { rows } = await sql<Omit<LeasedJob, keyof typeof NOT_BEGUN>>`
    with recursive waiting (lane) as (
      (select lane from jobs where state = 'ready' order by lane limit 1)
      union all
      select (select jobs.lane from jobs where state = 'ready' and jobs.lane > waiting.lane
        order by jobs.lane limit 1)
      from waiting where waiting.lane is not null
    ), running as materialized (
      select lane, count(*)::integer as number from jobs where state = 'running' group by lane
    ), counted as materialized (
      select lanes.lane, throttlings, calls, greatest(next_at, now()) as turn,
        ${isBusy} as busy, ${hasRested} as rested, ${isForgotten} as forgotten,
        ${paceColumn} as pace
      from waiting join lanes on lanes.lane = waiting.lane
      where resumed_at is not null and (paused_until is null or paused_until <= now())
      for update of lanes skip locked
    ), open as materialized (
      select waiting.lane, least(
        ${claim.laneConcurrency}::integer + coalesce(ceil(counted.pace * ${PACED_SECONDS}), 0)
          - coalesce(running.number, 0),
        1 + floor(counted.pace
          * (${TURNS_AHEAD_SECONDS} - extract(epoch from counted.turn - now())))
      )::integer as room
      from waiting
      left join running on running.lane = waiting.lane
      left join lanes on lanes.lane = waiting.lane
      left join counted on counted.lane = waiting.lane
      where waiting.lane is not null
        and (lanes.paused_until is null or lanes.paused_until <= now())
        -- Its turns are being given away by another at this instant.
        and (lanes.resumed_at is null or counted.lane is not null)
      order by waiting.lane <= ${claim.after}::text, waiting.lane
    ), picked as materialized (
      select due.id, due.run_at, due.share_order, open.lane
      from open cross join lateral (
        select id, run_at, share_order from jobs
        where state = 'ready' and jobs.lane = open.lane and run_at <= now()
          and name = any(${claim.names}::text[])
        order by share_order, run_at, id
        limit greatest(0, open.room)
        for update skip locked
      ) due
      limit ${claim.limit}::integer
    ), ordered as (
      select id, lane, row_number() over (partition by lane order by share_order, run_at, id) as place
      from picked
    ), given as (
      update lanes set ${giveTurns}
      from counted join (select lane, count(*) as number from picked group by lane) taken
        on taken.lane = counted.lane
      where lanes.lane = counted.lane
    )
    update jobs set state = 'running', attempts = attempts + 1,
      lease_token = gen_random_uuid(),
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    from ordered left join counted on counted.lane = ordered.lane
    where jobs.id = ordered.id
    returning ${leasedColumns},
      coalesce(extract(epoch from counted.turn - now()) + coalesce((place - 1) / pace, 0), 0)::float8
        as "inSeconds",
      (case when rested or forgotten then 0 else coalesce(calls, 0) end + place)::integer as number,
      coalesce(throttlings, 0) as round, pace`.execute(db);
  return rows.map((row) => ({ ...row, ...NOT_BEGUN }));
}

/** The job that `enqueue` leased to this process, or null when the lease has passed to another. */
export async function findLeased(db: Db, id: string, lease: string): Promise<LeasedJob | null> {
  const { rows } = await sql<Row & Pick<LeasedJob, "number" | "round" | "pace">>`
    select ${leasedColumns}, coalesce(lanes.calls, 0) as number,
      coalesce(lanes.throttlings, 0) as round, ${paceColumn} as pace
    from jobs left join lanes on lanes.lane = jobs.lane
    where id = ${id}::uuid and lease_token = ${lease}::uuid and state = 'running'`.execute(db);
  return rows[0] ? { ...NO_TURN, ...rows[0] } : null;
}

/** Makes leases last from now on; returns the ids that are still held. */
export async function renewLeases(
  db: Db,
  held: { id: string; lease: string }[],
): Promise<Set<string>> {
  const { rows } = await sql<{ id: string }>`
    update jobs set lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    from unnest(${held.map((job) => job.id)}::uuid[], ${held.map((job) => job.lease)}::uuid[])
      as held (id, lease)
    where jobs.id = held.id and jobs.lease_token = held.lease and jobs.state = 'running'
    returning jobs.id`.execute(db);
  return new Set(rows.map((row) => row.id));
}

type Held = Pick<LeasedJob, "id" | "lease">;

/** Done: the job goes, unless it was asked for again meanwhile. False when the lease was lost. */
export async function finishJob(db: Db | Tx, { id, lease }: Held): Promise<boolean> {
  const gone = await sql`
    delete from jobs where id = ${id}::uuid and lease_token = ${lease}::uuid and not again
    returning id`.execute(db);
  if (gone.rows.length > 0) return true;
  // Two statements: in one, an `again` that is committed between would match neither half.
  const kept = await sql`
    update jobs set state = 'ready', again = false, attempts = 0, run_at = greatest(run_at, now()),
      lease_token = null, lease_until = null, last_error = null
    where id = ${id}::uuid and lease_token = ${lease}::uuid
    returning id`.execute(db);
  return kept.rows.length > 0;
}

/** Back into the queue after a failed attempt. False when the lease was lost. */
export async function retryJob(
  db: Db | Tx,
  { id, lease }: Held,
  retry: { afterSeconds: number; error: string },
): Promise<boolean> {
  const { rows } = await sql`
    update jobs set state = 'ready', again = false, last_error = ${retry.error},
      run_at = case when again then greatest(run_at, now()) else now() + make_interval(secs => ${retry.afterSeconds}) end,
      lease_token = null, lease_until = null
    where id = ${id}::uuid and lease_token = ${lease}::uuid
    returning id`.execute(db);
  return rows.length > 0;
}

/** Back into the queue as if it had not been tried. False when the lease was lost. */
export async function releaseJob(
  db: Db | Tx,
  { id, lease }: Held,
  error: string | null,
): Promise<boolean> {
  const { rows } = await sql`
    update jobs set state = 'ready', again = false, attempts = greatest(0, attempts - 1),
      last_error = coalesce(${error}::text, last_error), run_at = least(run_at, now()),
      lease_token = null, lease_until = null
    where id = ${id}::uuid and lease_token = ${lease}::uuid
    returning id`.execute(db);
  return rows.length > 0;
}

/**
 * Given up. A job that was asked for again meanwhile starts anew instead: the new request
 * deserves its own attempts.
 */
export async function buryJob(
  tx: Tx,
  { id, lease }: Held,
  error: string,
): Promise<"dead" | "again" | "lost"> {
  const { rows } = await sql<{ state: string }>`
    update jobs set
      state = case when again then 'ready' else 'dead' end,
      attempts = case when again then 0 else attempts end,
      run_at = case when again then greatest(run_at, now()) else run_at end,
      finished_at = case when again then null else now() end,
      again = false, last_error = ${error}, lease_token = null, lease_until = null
    where id = ${id}::uuid and lease_token = ${lease}::uuid
    returning state`.execute(tx);
  const state = rows[0]?.state;
  return state === undefined ? "lost" : state === "dead" ? "dead" : "again";
}

/**
 * Takes over jobs whose worker has vanished: renewed for the caller, who either puts them back
 * or buries them.
 */
export async function takeExpired(db: Db): Promise<LeasedJob[]> {
  const { rows } = await sql<Row>`
    with expired as materialized (
      select id from jobs where state = 'running' and lease_until < now()
      order by lease_until limit 100 for update skip locked
    )
    update jobs set lease_token = gen_random_uuid(),
      lease_until = now() + make_interval(secs => ${LEASE_SECONDS})
    from expired where jobs.id = expired.id
    returning ${leasedColumns}`.execute(db);
  return rows.map((row) => ({ ...row, ...NO_TURN }));
}
