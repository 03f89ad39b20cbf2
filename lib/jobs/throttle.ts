import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { pauseLane } from "@/lib/jobs/lanes";
import { type Pace, slowDown, type Throttling } from "@/lib/jobs/pace";
import type { LeasedJob } from "@/lib/jobs/queries";

interface LaneRow extends Pace {
  throttlings: number;
  /** Seconds since calls are counted; null when they aren't. */
  counting: number | null;
}

/**
 * A call of this job was refused because its lane went too fast. The lane waits until then and goes
 * on at the pace that this refusal measured. Several calls are refused at a moment: the first is
 * the news, the others only lengthen the wait.
 */
export async function throttleLane(
  tx: Tx,
  job: Pick<LeasedJob, "lane" | "round" | "number" | "pace" | "begunAt" | "burst">,
  until: Date,
  reason: string,
): Promise<void> {
  const { lane } = job;
  await pauseLane(tx, lane, until, reason);
  const row = await lockLane(tx, lane);
  const wait = Math.max(0, (until.getTime() - Date.now()) / 1000);
  const { burst } = job;
  const isFirst = burst !== null && !burst.reported;
  if (burst) burst.reported = true;
  if (row.throttlings !== job.round) {
    await lengthenWait(tx, lane, wait);
    if (isFirst) await addBurst(tx, lane, slowDown(null, throttlingOf(job, null, wait)));
    return;
  }
  const learned =
    row.counting === null
      ? slowDown(null, throttlingOf(job, null, wait))
      : slowDown(row, throttlingOf(job, row.counting, wait));
  const pace = learned ?? { ...row, calls: job.number };
  await tx
    .updateTable("lanes")
    .set({
      throttlings: row.throttlings + 1,
      // Turns that were given away before the refusal are void (they are of another round).
      next_at: sql`now() + make_interval(secs => ${wait})`,
      ...(learned && { resumed_at: sql`now() + make_interval(secs => ${wait})` }),
      calls: pace.calls,
      pace_start: pace.start,
      pace_ceiling: pace.ceiling,
      pace_plateau: pace.plateau,
    })
    .where("lane", "=", lane)
    .execute();
}

async function lengthenWait(tx: Tx, lane: string, wait: number): Promise<void> {
  await sql`
    update lanes set next_at = greatest(next_at, now() + make_interval(secs => ${wait})),
      -- In the past when the count goes on.
      resumed_at = case when resumed_at > now()
        then greatest(resumed_at, now() + make_interval(secs => ${wait})) else resumed_at end
    where lane = ${lane}`.execute(tx);
}

/** Another process was refused in the same moment: what both did together was the limit. */
async function addBurst(tx: Tx, lane: string, more: Pace | null): Promise<void> {
  if (!more?.start) return;
  await sql`
    update lanes set pace_start = coalesce(pace_start, 0) + ${more.start}::float8,
      pace_ceiling = coalesce(pace_ceiling, 0) + ${more.ceiling}::float8,
      pace_plateau = pace_plateau + ${more.plateau}::integer
    where lane = ${lane} and throttlings = 1 and calls = 0`.execute(tx);
}

/** @param counting seconds since the lane's calls are counted; null: only this process did. */
function throttlingOf(
  { number, pace, begunAt, burst }: Pick<LeasedJob, "number" | "pace" | "begunAt" | "burst">,
  counting: number | null,
  wait: number,
): Throttling {
  const now = performance.now();
  const ago = begunAt === null ? 0 : (now - begunAt) / 1000;
  const since = counting ?? (burst ? (now - burst.since) / 1000 : 0);
  return {
    number: counting === null ? countedSoFar(number, burst) : number,
    pace,
    elapsed: Math.max(0, since - ago),
    wait: wait + ago,
  };
}

/** Answers come in another order than calls began in, and of many at once all may be refused. */
function countedSoFar(number: number, burst: LeasedJob["burst"]): number {
  if (burst?.taken === 0) return 1;
  return Math.max(number, 1 + (burst?.taken ?? -1));
}

async function lockLane(tx: Tx, lane: string): Promise<LaneRow> {
  const { rows } = await sql<LaneRow>`
    select throttlings, calls, budget, pace_start as start, pace_ceiling as ceiling,
      pace_plateau as plateau, extract(epoch from now() - resumed_at)::float8 as counting
    from lanes where lane = ${lane} for update`.execute(tx);
  const row = rows[0];
  if (!row) throw new Error("A lane that was just paused is not there.");
  return row;
}
