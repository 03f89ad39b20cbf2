import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";

/** A count that a lane's rest interrupted measures nothing: it begins anew. */
const REST_SECONDS = 5;
/** A worker that waits for the end of a lane's wait is there so soon. */
const RESUMING_SECONDS = 1.5;
/** What a lane learned is forgotten when it made no call for so long. */
const MEMORY_SECONDS = 3600;

/** SQL over a row of `lanes` whose calls are counted: is what it learned too old? */
export const isForgotten = sql<boolean>`(lanes.pace_start is not null
  and lanes.next_at < now() - make_interval(secs => ${MEMORY_SECONDS}))`;

/** SQL, the same: it has no pace of its own yet and made no call for a while. */
export const hasRested = sql<boolean>`(lanes.pace_start is null
  and lanes.next_at < now() - make_interval(secs => ${REST_SECONDS}))`;

/** SQL, the same: do its turns follow upon each other (or upon the end of a wait)? */
export const isBusy = sql<boolean>`(lanes.next_at > now()
  or lanes.paused_until > now() - make_interval(secs => ${RESUMING_SECONDS}))`;

/** SQL, the same: its pace (`paceOf` of pace.ts), calls a second; null: as fast as it can. */
export const paceColumn = sql<number | null>`
  case when lanes.pace_start is null or ${isForgotten} then lanes.budget
  else least(lanes.budget, lanes.pace_ceiling - (lanes.pace_ceiling - lanes.pace_start)
    * power(1 - lanes.calls / lanes.pace_plateau::float8, 3)) end`;

/**
 * SQL assignments that give away `taken.number` turns of the lane that `counted` has locked. What a
 * lane with a pace does while it isn't busy proves nothing, and isn't counted.
 */
export const giveTurns = sql`
  next_at = counted.turn
    + make_interval(secs => coalesce(taken.number / counted.pace, 0)),
  calls = case
    when counted.rested or counted.forgotten then taken.number
    when counted.pace is null or counted.busy then lanes.calls + taken.number
    else lanes.calls end,
  resumed_at = case when counted.rested or counted.forgotten then now()
    else lanes.resumed_at end,
  pace_start = case when counted.forgotten then null else lanes.pace_start end,
  pace_ceiling = case when counted.forgotten then null else lanes.pace_ceiling end`;

/** Is the lane paused, or was it throttled since the turns of that round were given away? */
export async function isTurnVoid(
  db: Db,
  { lane, round }: { lane: string; round: number },
): Promise<boolean> {
  const row = await db
    .selectFrom("lanes")
    .select(sql<boolean>`coalesce(paused_until > now(), false)`.as("paused"))
    .select("throttlings")
    .where("lane", "=", lane)
    .executeTakeFirst();
  return row !== undefined && (row.paused || row.throttlings !== round);
}

/** A documented limit, such as 15 calls in 30 seconds. */
export interface Budget {
  calls: number;
  seconds: number;
}

/** The lane's calls are spread over a documented limit's window from the first on. */
export async function keepBudget(tx: Tx, lane: string, { calls, seconds }: Budget): Promise<void> {
  await sql`
    insert into lanes (lane, budget, resumed_at, next_at)
    values (${lane}, ${calls / seconds}::float8, now(), now())
    on conflict (lane) do update set budget = excluded.budget,
      resumed_at = coalesce(lanes.resumed_at, now()), next_at = coalesce(lanes.next_at, now())
    where lanes.budget is distinct from excluded.budget`.execute(tx);
}
