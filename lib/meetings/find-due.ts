import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";

/**
 * Finds the meetings that are due to be looked at, and the subscriptions that are due to be kept. What
 * waits for its time waits in a table and not in its organizer's lane: an empty lane costs nothing.
 */
export const findDue = defineJob({ name: "meetings.find-due", payload: z.object({}) });

const LANE = "meetings";
const MINUTE_MS = 60_000;
const SECOND_MS = 1_000;

/** One search a minute over all instances: whoever asks for the same minute again changes nothing. */
export async function scheduleFindDue(tx: Tx, now: Date): Promise<void> {
  const slot = Math.floor(now.getTime() / MINUTE_MS) + 1;
  await enqueue(
    tx,
    findDue,
    {},
    { lane: LANE, dedupeKey: `find-due:${slot}`, runAt: new Date(slot * MINUTE_MS) },
  );
}

/** One more, for what is due at that moment: one a second, at its end, however many ask. */
export async function enqueueFindDue(tx: Tx, at: Date): Promise<void> {
  const second = Math.ceil(at.getTime() / SECOND_MS);
  await enqueue(
    tx,
    findDue,
    {},
    {
      lane: LANE,
      dedupeKey: `find-due:at:${second}`,
      runAt: new Date(second * SECOND_MS),
    },
  );
}
