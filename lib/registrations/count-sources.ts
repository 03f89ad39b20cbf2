import { sql } from "kysely";
import { db } from "@/lib/db/database";
import type { EventAccess } from "@/lib/session/access";
import { ACTIVE_PLACES } from "./queries";

export interface SourceCount {
  /** By `utm_source`, else `ref` or what else was said; null: the address said nothing. */
  name: string | null;
  /** The campaign that the source was for. */
  campaign: string | null;
  count: number;
}

/** Where those came from who have a place or wait for one, most first, up to `limit` names. */
export async function countSources(
  access: EventAccess,
  limit: number,
): Promise<{ sources: SourceCount[]; others: number }> {
  const { rows } = await sql<SourceCount & { total: number }>`
    with named as (
      select coalesce(source->>'utm_source', source->>'ref', source->>'utm_campaign',
          source->>'utm_medium', source->>'utm_content', source->>'utm_term') as name,
        case when source ? 'utm_source' or source ? 'ref' then source->>'utm_campaign' end
          as campaign
      from registrations
      where event_id = ${access.eventId}::uuid
        and place in (${sql.join(ACTIVE_PLACES.map((place) => sql.lit(place)))})
    )
    select name, campaign, count(*)::int as count, (sum(count(*)) over ())::int as total
    from named group by name, campaign
    order by count desc, name nulls last, campaign nulls first
    limit ${limit}`.execute(db());
  const shown = rows.reduce((sum, { count }) => sum + count, 0);
  return {
    sources: rows.map(({ name, campaign, count }) => ({ name, campaign, count })),
    others: (rows[0]?.total ?? 0) - shown,
  };
}
