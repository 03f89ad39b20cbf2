import { sql } from "kysely";
import { db } from "@/lib/db/database";

/** As many addresses as one site map may hold. */
const MOST = 50_000;

export interface ListedPage {
  slug: string;
  changedAt: Date;
}

/** Pages for search engines: listed, published, not cancelled and not over; the next ones first. */
export async function readListed(now: Date): Promise<ListedPage[]> {
  return db()
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select(["events.slug", sql<Date>`max(events.updated_at)`.as("changedAt")])
    .where("events.listed", "=", true)
    .where("events.state", "in", ["open", "closed"])
    .where("event_dates.ends_at", ">", now)
    .where("event_dates.cancelled_at", "is", null)
    .groupBy("events.id")
    .orderBy(sql`min(event_dates.starts_at)`)
    .limit(MOST)
    .execute();
}
