import { sql } from "kysely";
import { db } from "@/lib/db/database";

/** One line of what the database knows: a count, and for how long the longest has been so. */
export interface GaugeRow {
  what: "enrolments" | "mails" | "jobs" | "lanes" | "connections" | "deleted_registrations";
  /** State, or what kind of lane. */
  state: string;
  /** A job's name; why a lane is paused or a connection broken. */
  detail: string;
  count: number;
  seconds: number;
}

/** Counts stop here: a scrape costs the same whatever has piled up, and this many is an alarm. */
const MOST = 100_000;

/**
 * Everything that is not settled, in one statement. What is settled (the million that have their
 * link) isn't looked at: the partial indexes of 0004-operations hold the rest.
 */
export async function readGauges(): Promise<GaugeRow[]> {
  const { rows } = await sql<GaugeRow>`
    with paused as materialized (
      select lane, split_part(lane, ':', 1) as kind, coalesce(reason, '') as reason
      from lanes where paused_until > now()
    ), seen as materialized (
      select name, state, lane, run_at, created_at, finished_at from jobs limit ${MOST}
    )
    select 'enrolments' as what, states.state, '' as detail, found.count::integer,
      coalesce(found.seconds, 0)::float8 as seconds
    from (values ('none'), ('pending'), ('withdrawing'), ('failed')) as states (state)
    cross join lateral (
      select count(*) as count, extract(epoch from now() - min(wanted_at)) as seconds from (
        select wanted_at from enrolments
        where state in ('none', 'pending', 'withdrawing', 'failed') and state = states.state
        order by wanted_at limit ${MOST}
      ) as unsettled
    ) as found
    union all
    select 'mails', states.state, '', found.count::integer, coalesce(found.seconds, 0)::float8
    from (values ('waiting'), ('sending'), ('failed')) as states (state)
    cross join lateral (
      select count(*) as count, extract(epoch from now() - min(created_at)) as seconds from (
        select created_at from mails
        where state in ('waiting', 'sending', 'failed') and state = states.state
        order by created_at limit ${MOST}
      ) as unsettled
    ) as found
    union all
    select 'jobs', case when state <> 'ready' then state when paused.lane is not null then 'paused'
        when run_at > now() then 'scheduled' else 'due' end,
      name, count(*)::integer,
      greatest(0, extract(epoch from now() - min(case when state = 'dead' then finished_at
        when state = 'running' or paused.lane is not null then seen.created_at
        else run_at end)))::float8
    from seen left join paused using (lane)
    group by 2, 3
    union all
    select 'lanes', kind, reason, count(*)::integer, 0 from paused group by kind, reason
    union all
    select 'connections', state, coalesce(broken_reason, ''), count(*)::integer,
      coalesce(extract(epoch from now() - min(broken_at)), 0)::float8
    from connections group by state, coalesce(broken_reason, '')
    union all
    select 'deleted_registrations', '', '', count(*)::integer,
      coalesce(extract(epoch from now() - min(registration_gone_at)), 0)::float8
    from meetings where registration_gone_at is not null`.execute(db());
  return rows;
}

const KEPT_MS = 5_000;
let kept: { until: number; rows: Promise<GaugeRow[]> } | null = null;

/** What was read within the last five seconds, or is being read: scrapers share one look. */
export function readGaugesOnce(now = Date.now()): Promise<GaugeRow[]> {
  if (kept && kept.until > now) return kept.rows;
  const rows = readGauges();
  kept = { until: now + KEPT_MS, rows };
  // A look that failed is no answer for the next one.
  rows.catch(() => {
    kept = null;
  });
  return rows;
}
