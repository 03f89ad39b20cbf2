import { sql } from "kysely";
import type { Db } from "@/lib/db/database";
import { UNTIL_RESUMED } from "@/lib/jobs/lanes";

export interface WorkList {
  /** By lane, those first whose oldest has waited longest. */
  waiting: {
    lane: string;
    /** Whose lane it is. */
    organizer: string | null;
    count: number;
    due: number;
    oldestDueSeconds: number;
  }[];
  paused: {
    lane: string;
    organizer: string | null;
    reason: string | null;
    /** ISO; null: until somebody reconnects, or `resume`. */
    until: string | null;
    waiting: number;
  }[];
  deadCount: number;
  /** The newest first, at most a hundred. */
  dead: {
    id: string;
    name: string;
    lane: string;
    attempts: number;
    /** Scrubbed when it was written. */
    lastError: string | null;
    since: string | null;
    /** Of the request that asked for it: the log has more under this id. */
    requestId: string | null;
  }[];
  broken: { organizer: string; personId: string; reason: string | null; since: string | null }[];
}

const SHOWN = 100;

/** What waits, is paused, was given up or is broken, for the operator at a terminal. */
export async function listWork(db: Db): Promise<WorkList> {
  const waiting = await sql<WorkList["waiting"][number]>`
    select jobs.lane, ${organizerOf("jobs.lane")} as organizer, count(*)::integer as count,
      (count(*) filter (where run_at <= now()))::integer as due,
      greatest(0, extract(epoch from now() - min(run_at)))::float8 as "oldestDueSeconds"
    from jobs where state = 'ready'
    group by jobs.lane order by min(run_at) limit ${SHOWN}`.execute(db);
  const paused = await sql<WorkList["paused"][number] & { until: Date }>`
    select lane, ${organizerOf("lanes.lane")} as organizer, reason, paused_until as until,
      (select count(*) from jobs where jobs.lane = lanes.lane and state = 'ready')::integer as waiting
    from lanes where paused_until > now()
    order by waiting desc, lane limit ${SHOWN}`.execute(db);
  const dead = await db
    .selectFrom("jobs")
    .select([
      "id",
      "name",
      "lane",
      "attempts",
      "last_error as lastError",
      "finished_at as since",
      "request_id as requestId",
    ])
    .where("state", "=", "dead")
    .orderBy("finished_at", "desc")
    .orderBy("id")
    .limit(SHOWN)
    .execute();
  const { count } = await db
    .selectFrom("jobs")
    .select((eb) => eb.fn.countAll<string>().as("count"))
    .where("state", "=", "dead")
    .executeTakeFirstOrThrow();
  const broken = await db
    .selectFrom("connections")
    .innerJoin("persons", "persons.id", "connections.person_id")
    .select([
      "persons.name as organizer",
      "persons.id as personId",
      "broken_reason as reason",
      "broken_at as since",
    ])
    .where("state", "=", "broken")
    .orderBy("broken_at")
    .limit(SHOWN)
    .execute();
  return {
    waiting: waiting.rows,
    paused: paused.rows.map((row) => ({
      ...row,
      until: row.until.getTime() === UNTIL_RESUMED.getTime() ? null : row.until.toISOString(),
    })),
    deadCount: Number(count),
    dead: dead.map((row) => ({ ...row, since: row.since?.toISOString() ?? null })),
    broken: broken.map((row) => ({ ...row, since: row.since?.toISOString() ?? null })),
  };
}

/** Lanes of organizers end in the person's id. */
function organizerOf(lane: string) {
  return sql<string | null>`(select name from persons
    where persons.id::text = split_part(${sql.ref(lane)}, ':', 2))`;
}
