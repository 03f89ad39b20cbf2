import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { enqueueFindDue } from "./find-due";
import { followedOf } from "./queries";

/** What is told comes in bursts: one look when the burst is over … */
const BURST_SECONDS = 2;
/** … and one look in so many at most, however often somebody saves a calendar. */
const LEAST_SECONDS = 5;

/** Of whose calendar, or of which of their webinars, something was told. */
export interface Told {
  personId: string;
  webinarId: string | null;
}

/** Has the meetings looked at in a moment that something was told of; answers how many that hastened. */
export async function hastenLooks(tx: Tx, told: readonly Told[]): Promise<number> {
  const soon = sql<Date>`date_trunc('milliseconds', greatest(
    now() + make_interval(secs => ${BURST_SECONDS}),
    coalesce(looked_at, now()) + make_interval(secs => ${LEAST_SECONDS})))`;
  let count = 0;
  let last: Date | null = null;
  for (const { personId, webinarId } of told) {
    const hastened = await tx
      .updateTable("followed_meetings")
      .set({ next_look_at: soon })
      // In one order, so that two floods don't wait for each other.
      .where(
        "event_id",
        "in",
        followedOf(tx, personId, webinarId).orderBy("event_id").forNoKeyUpdate("followed_meetings"),
      )
      // Nothing is written for what is due sooner anyway: a flood is one row's change.
      .where("next_look_at", ">", soon)
      .returning("next_look_at as at")
      .execute();
    count += hastened.length;
    for (const { at } of hastened) if (at && (!last || at > last)) last = at;
  }
  if (last) await enqueueFindDue(tx, last);
  return count;
}
