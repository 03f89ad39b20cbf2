import { sql } from "kysely";
import { type Db, db, type Tx } from "@/lib/db/database";
import { WEBINAR_LANE, WEBINAR_WRITES } from "./lane";

const SECONDS_EACH = WEBINAR_WRITES.seconds / WEBINAR_WRITES.calls;
/** What takes no longer needs no time said: it is there before anybody looked at a clock. */
const SOON_SECONDS = 90;
const FIVE_MINUTES_MS = 5 * 60_000;

/**
 * By when a waiting link is about to be there, where Microsoft's pace says it: people ahead times the
 * pace, after a pause that holds. On the next five minutes; null when it is a matter of a minute, or
 * when nothing says it.
 */
export async function expectLink(
  registrationId: string,
  now: Date,
  tx: Db | Tx = db(),
): Promise<Date | null> {
  const { rows } = await sql<Ahead>`
    with mine as (
      select share_order, run_at, id from jobs
      where dedupe_key = ${`enrolment:${registrationId}`} and state = 'ready' and lane = ${WEBINAR_LANE}
    )
    select count(*)::integer as ahead, ${paused} as paused
    from mine join jobs on jobs.state = 'ready' and jobs.lane = ${WEBINAR_LANE}
      and (jobs.share_order, jobs.run_at, jobs.id) <= (mine.share_order, mine.run_at, mine.id)`.execute(
    tx,
  );
  return momentOf(rows[0], now);
}

/** The same for the last one of an event's people. */
export async function expectAllLinks(eventId: string, now: Date): Promise<Date | null> {
  const { rows } = await sql<Ahead>`
    select count(*)::integer as ahead, ${paused} as paused from jobs
    where state = 'ready' and lane = ${WEBINAR_LANE} and share_order <= (
      select max(share_order) from jobs
      where state = 'ready' and lane = ${WEBINAR_LANE} and share = ${eventId})`.execute(db());
  return momentOf(rows[0], now);
}

interface Ahead {
  ahead: number;
  paused: number;
}

const paused = sql`coalesce((
  select greatest(0, extract(epoch from paused_until - now())) from lanes
  where lane = ${WEBINAR_LANE} and paused_until < now() + interval '1 day'), 0)::float8`;

function momentOf(row: Ahead | undefined, now: Date): Date | null {
  if (!row || row.ahead === 0) return null;
  const seconds = row.paused + row.ahead * SECONDS_EACH;
  if (seconds <= SOON_SECONDS) return null;
  const at = now.getTime() + seconds * 1000;
  return new Date(Math.ceil(at / FIVE_MINUTES_MS) * FIVE_MINUTES_MS);
}
