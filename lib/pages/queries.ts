import { sql } from "kysely";
import type { Db } from "@/lib/db/database";

export interface PageVersion {
  eventId: string;
  slug: string;
  version: string;
}

/** The version of every page there is. */
export async function selectPageVersions(db: Db): Promise<PageVersion[]> {
  return db
    .selectFrom("page_versions")
    .select(["event_id as eventId", "slug", "version"])
    .execute();
}

/** One text that differs when any page's version does: asked twice a second, so nothing is sent. */
export async function selectPagesFingerprint(db: Db): Promise<string> {
  const { rows } = await sql<{ fingerprint: string }>`
    select count(*) || ':' || coalesce(sum(hashtextextended(event_id || ':' || version, 0)), 0)
      as fingerprint
    from page_versions`.execute(db);
  return rows[0]?.fingerprint ?? "";
}

export interface ComingChange {
  slug: string;
  at: Date;
}

/** When the clock alone will change which page, after `from` and until `until`. */
export async function selectComingChanges(
  db: Db,
  from: Date,
  until: Date,
): Promise<ComingChange[]> {
  const { rows } = await sql<ComingChange>`
    select distinct events.slug, times.at
    from events
    join event_dates on event_dates.event_id = events.id
    cross join lateral (values (events.opens_at), (events.closes_at), (event_dates.ends_at))
      as times (at)
    where events.state in ('open', 'closed') and times.at > ${from} and times.at <= ${until}
    order by times.at`.execute(db);
  return rows;
}
