import { sql } from "kysely";
import { afterCommit, type Db, type Tx } from "@/lib/db/database";
import { wakeWorkers } from "@/lib/jobs/current";

export interface JobRow {
  id: string;
  name: string;
  lane: string;
  state: "ready" | "running" | "dead";
  dedupeKey: string | null;
  attempts: number;
  maxAttempts: number;
  runAt: Date;
  /** Scrubbed: holds no address, token or link. */
  lastError: string | null;
  createdAt: Date;
  finishedAt: Date | null;
}

/** Jobs in a state, the oldest first. Finished jobs are gone. */
export async function listJobs(
  db: Db | Tx,
  filter: { state: JobRow["state"]; lane?: string; limit?: number },
): Promise<JobRow[]> {
  let query = db
    .selectFrom("jobs")
    .select([
      "id",
      "name",
      "lane",
      "dedupe_key as dedupeKey",
      "attempts",
      "max_attempts as maxAttempts",
      "run_at as runAt",
      "last_error as lastError",
      "created_at as createdAt",
      "finished_at as finishedAt",
    ])
    .where("state", "=", filter.state);
  if (filter.lane !== undefined) query = query.where("lane", "=", filter.lane);
  const rows = await query
    .orderBy("run_at")
    .orderBy("id")
    .limit(filter.limit ?? 100)
    .execute();
  return rows.map((row) => ({ ...row, state: filter.state }));
}

/**
 * Puts dead jobs back into the queue with all their attempts; at least one criterion is needed.
 * Dead jobs whose key is alive again stay as they are.
 * @returns how many are ready now.
 */
export async function retryDead(
  tx: Tx,
  which: { dedupeKey?: string; lane?: string; ids?: string[] },
): Promise<number> {
  const { dedupeKey = null, lane = null, ids = null } = which;
  if (dedupeKey === null && lane === null && ids === null) {
    throw new Error("retryDead needs a key, a lane or ids.");
  }
  const { rows } = await sql`
    with chosen as (
      select distinct on (coalesce(dedupe_key, id::text)) id
      from jobs dead
      where state = 'dead'
        and (${dedupeKey}::text is null or dedupe_key = ${dedupeKey}::text)
        and (${lane}::text is null or lane = ${lane}::text)
        and (${ids}::uuid[] is null or id = any(${ids}::uuid[]))
        and not exists (select from jobs alive
          where alive.dedupe_key = dead.dedupe_key and alive.state in ('ready', 'running'))
      order by coalesce(dedupe_key, id::text), finished_at desc
    )
    update jobs set state = 'ready', attempts = 0, run_at = now(), finished_at = null
    from chosen where jobs.id = chosen.id
    returning jobs.id`.execute(tx);
  if (rows.length > 0) afterCommit(wakeWorkers);
  return rows.length;
}

export interface JobGauges {
  ready: number;
  running: number;
  dead: number;
  /** Ready ones whose time has come, in lanes that are open. */
  due: number;
  /** How long the oldest of them has been due; 0 when none is. */
  oldestDueSeconds: number;
  pausedLanes: number;
}

/** The queue in figures, for the operator. */
export async function jobGauges(db: Db | Tx): Promise<JobGauges> {
  const { rows } = await sql<JobGauges>`
    with paused as (select lane from lanes where paused_until > now()),
    due as (
      select run_at from jobs left join paused using (lane)
      where state = 'ready' and run_at <= now() and paused.lane is null
    )
    select
      (select count(*) from jobs where state = 'ready')::integer as ready,
      (select count(*) from jobs where state = 'running')::integer as running,
      (select count(*) from jobs where state = 'dead')::integer as dead,
      (select count(*) from due)::integer as due,
      coalesce((select extract(epoch from now() - min(run_at)) from due), 0)::float8
        as "oldestDueSeconds",
      (select count(*) from paused)::integer as "pausedLanes"`.execute(db);
  const gauges = rows[0];
  if (!gauges) throw new Error("The queue said nothing.");
  return gauges;
}
