import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";

/**
 * Deletes what was kept for a while only: drafts of forms, hand-offs, sessions, old passes, sign-ups
 * that nobody ever confirmed.
 */
export const deleteExpired = defineJob({
  name: "retention.delete-expired",
  payload: z.object({}),
});

const HOUR_MS = 60 * 60_000;

/** One run an hour over all instances: whoever asks for the same hour again changes nothing. */
export async function scheduleDeletion(tx: Tx, now: Date): Promise<void> {
  const slot = Math.floor(now.getTime() / HOUR_MS) + 1;
  await enqueue(
    tx,
    deleteExpired,
    {},
    { lane: "retention", dedupeKey: `retention:${slot}`, runAt: new Date(slot * HOUR_MS) },
  );
}
