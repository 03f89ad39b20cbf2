import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { pauseLane } from "@/lib/jobs/lanes";
import { type Pace, slowDown } from "@/lib/jobs/pace";
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
  job: Pick<LeasedJob, "lane" | "round" | "number" | "pace" | "begunAt">,
  until: Date,
  reason: string,
): Promise<void> {
  const { lane } = job;
  await pauseLane(tx, lane, until, reason);
  const row = await lockLane(tx, lane);
  const ago = job.begunAt === null ? 0 : (performance.now() - job.begunAt) / 1000;
  const wait = Math.max(0, (until.getTime() - Date.now()) / 1000);
  const isNews = row.throttlings === job.round;
  const pace = isNews
    ? slowDown(row.counting === null ? null : row, {
        number: job.number,
        pace: job.pace,
        elapsed: Math.max(0, (row.counting ?? 0) - ago),
        wait: wait + ago,
      })
    : row;
  await tx
    .updateTable("lanes")
    .set({
      throttlings: row.throttlings + (isNews ? 1 : 0),
      resumed_at: sql`greatest(resumed_at, now() + make_interval(secs => ${wait}))`,
      // Turns that were given away before the refusal are void (they are of another round).
      next_at: isNews
        ? sql`now() + make_interval(secs => ${wait})`
        : sql`greatest(next_at, now() + make_interval(secs => ${wait}))`,
      calls: pace.calls,
      pace_start: pace.start,
      pace_ceiling: pace.ceiling,
      pace_plateau: pace.plateau,
    })
    .where("lane", "=", lane)
    .execute();
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
