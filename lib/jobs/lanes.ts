import { sql } from "kysely";
import { afterCommit, type Db, type Tx } from "@/lib/db/database";
import { wakeWorkers } from "@/lib/jobs/current";

/**
 * "Until resumed". A far date, because the two drivers read PostgreSQL's `infinity` differently.
 */
export const UNTIL_RESUMED = new Date("9999-01-01T00:00:00Z");

export interface LaneState {
  paused: boolean;
  /** While paused; null: until resumeLane. */
  until: Date | null;
  reason: string | null;
}

/**
 * Nothing in the lane starts before `until` (null: before resumeLane). Of two pauses the longer
 * holds, with its reason.
 */
export async function pauseLane(
  tx: Tx,
  lane: string,
  until: Date | null,
  reason: string,
): Promise<void> {
  await sql`
    insert into lanes (lane, paused_until, reason)
    values (${lane}, ${until ?? UNTIL_RESUMED}, ${reason})
    on conflict (lane) do update set
      reason = case when coalesce(lanes.paused_until, '-infinity') > excluded.paused_until
        then lanes.reason else excluded.reason end,
      paused_until = greatest(lanes.paused_until, excluded.paused_until)`.execute(tx);
}

/** Opens a lane, whatever paused it, and wakes the worker after the commit. Its pace stays. */
export async function resumeLane(tx: Tx, lane: string): Promise<void> {
  await tx
    .updateTable("lanes")
    .set({ paused_until: null, reason: null })
    .where("lane", "=", lane)
    .execute();
  afterCommit(wakeWorkers);
}

/**
 * Lets what waits in one lane wait in another, whatever either is paused for. What runs stays; its
 * handler looks for itself.
 * @param share only those of this share (enqueue.ts).
 */
export async function moveWaiting(
  tx: Tx,
  { from, to, share = null }: { from: string; to: string; share?: string | null },
): Promise<number> {
  // Locked in one order: two that move the same jobs must not wait for each other.
  const { rows } = await sql`
    with waiting as materialized (
      select id from jobs where state = 'ready' and lane = ${from}
        and (${share}::text is null or share = ${share}::text)
      order by id for update
    )
    update jobs set lane = ${to} from waiting where jobs.id = waiting.id
    returning jobs.id`.execute(tx);
  if (rows.length > 0) afterCommit(wakeWorkers);
  return rows.length;
}

/** Is a lane paused, until when and why? */
export async function laneState(db: Db | Tx, lane: string): Promise<LaneState> {
  const row = await db
    .selectFrom("lanes")
    .select(["paused_until", "reason"])
    .where("lane", "=", lane)
    .where("paused_until", ">", sql<Date>`now()`)
    .executeTakeFirst();
  if (!row?.paused_until) return { paused: false, until: null, reason: null };
  const forever = row.paused_until.getTime() === UNTIL_RESUMED.getTime();
  return { paused: true, until: forever ? null : row.paused_until, reason: row.reason };
}

/**
 * Which of these lanes are there for somebody who can wait: not paused, and nothing waits or runs in
 * them. `paced`: their calls are counted, so that each takes the turn of whoever comes a moment later.
 */
export async function selectIdle(
  db: Db | Tx,
  lanes: readonly string[],
): Promise<Map<string, { paced: boolean }>> {
  const { rows } = await sql<{ lane: string; paced: boolean }>`
    select asked.lane, coalesce(lanes.resumed_at is not null, false) as paced
    from unnest(${[...lanes]}::text[]) as asked (lane)
    left join lanes on lanes.lane = asked.lane
    where (lanes.paused_until is null or lanes.paused_until <= now())
      and not exists (select from jobs where jobs.lane = asked.lane and state = 'ready')
      and not exists (select from jobs where jobs.lane = asked.lane and state = 'running')`.execute(
    db,
  );
  return new Map(rows.map(({ lane, paced }) => [lane, { paced }]));
}
