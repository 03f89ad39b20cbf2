import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";

/**
 * Moves an event's people to where the event is: has each enrolled anew, some at a time, and ends
 * the move when everybody is there. It looks again by itself until then, so that whatever is lost on
 * the way is made up for.
 */
export const movePeople = defineJob({
  name: "moving.move-people",
  payload: z.object({ eventId: z.uuid() }),
  maxAttempts: 10_000,
});

/** Those who arrive within so long are counted together. */
const TOGETHER_MS = 2_000;

/** Looks at the event's move now, or at a time, by a job of the caller's transaction. */
export async function checkMove(tx: Tx, eventId: string, runAt?: Date): Promise<void> {
  const lane = `move:${eventId}`;
  await enqueue(tx, movePeople, { eventId }, { lane, dedupeKey: lane, runAt });
}

/** Somebody arrived, or left on the way. */
export function checkMoveSoon(tx: Tx, eventId: string): Promise<void> {
  return checkMove(tx, eventId, new Date(Date.now() + TOGETHER_MS));
}
