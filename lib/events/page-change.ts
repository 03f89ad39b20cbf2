import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";

/** Makes every instance render an event's page anew: the second at which it opens, closes or ends. */
export const changePage = defineJob({
  name: "events.change-page",
  payload: z.object({ eventId: z.uuid() }),
});

const PAGES_LANE = "pages";

/** Enqueues a change of the page for each time still to come at which the clock changes it. */
export async function schedulePageChanges(tx: Tx, eventId: string): Promise<void> {
  const times = await tx
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select(["events.opens_at", "events.closes_at", "event_dates.ends_at"])
    .where("events.id", "=", eventId)
    .execute();
  const now = Date.now();
  for (const row of times)
    for (const at of [row.opens_at, row.closes_at, row.ends_at])
      if (at && at.getTime() > now)
        await enqueue(
          tx,
          changePage,
          { eventId },
          { lane: PAGES_LANE, dedupeKey: `page:${eventId}:${at.getTime()}`, runAt: at },
        );
}
