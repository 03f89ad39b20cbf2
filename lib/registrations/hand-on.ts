import { z } from "zod";
import { afterCommit, type Tx } from "@/lib/db/database";
import { currentWorker } from "@/lib/jobs/current";
import { defineJob } from "@/lib/jobs/define";
import { enqueue, type WantedJob, wantJob } from "@/lib/jobs/enqueue";

/**
 * Settles an event's places: what has run out lapses, and what is free is offered to the next in
 * line. It reads the world anew, so it may come too often, and never too early.
 */
export const handOn = defineJob({
  name: "registrations.hand-on",
  payload: z.object({ eventId: z.uuid() }),
  maxAttempts: 10_000,
});

/** What runs out within the same seconds is settled by one job, a little late and never early. */
const TOGETHER_MS = 5_000;

/**
 * Settles the event's places now, by a job of the caller's transaction: no commit, no job. This
 * process runs it right after the commit when it can, so that nobody waits for a worker's next look.
 */
export async function handOnNow(tx: Tx, eventId: string): Promise<void> {
  const lane = `places:${eventId}`;
  const options = { lane, dedupeKey: lane, leaseHere: currentWorker() !== null };
  const { id, lease } = await enqueue(tx, handOn, { eventId }, options);
  if (lease !== null) afterCommit(() => void currentWorker()?.runLeased(id, lease));
}

/** The jobs that come when these places run out. */
export function handOnJobs(eventId: string, lapses: readonly (Date | null)[]): WantedJob[] {
  const times = lapses.flatMap((at) =>
    at === null ? [] : [Math.ceil(at.getTime() / TOGETHER_MS) * TOGETHER_MS],
  );
  // A lane of their own: what waits for its time keeps nobody from running at once.
  const lane = `lapses:${eventId}`;
  return [...new Set(times)].map((time) =>
    wantJob(handOn, { eventId }, { lane, dedupeKey: `${lane}:${time}`, runAt: new Date(time) }),
  );
}
