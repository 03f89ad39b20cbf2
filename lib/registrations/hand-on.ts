import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueueAll, type WantedJob, wantJob } from "@/lib/jobs/enqueue";

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

/** Settles the event's places now, in the caller's transaction: no commit, no job. */
export async function handOnNow(tx: Tx, eventId: string): Promise<void> {
  await enqueueAll(tx, [handOnJob(eventId, "places", undefined)]);
}

/** The jobs that come when these places run out. */
export function handOnJobs(eventId: string, lapses: readonly (Date | null)[]): WantedJob[] {
  const times = lapses.flatMap((at) =>
    at === null ? [] : [Math.ceil(at.getTime() / TOGETHER_MS) * TOGETHER_MS],
  );
  return [...new Set(times)].map((time) => handOnJob(eventId, `places:${time}`, new Date(time)));
}

function handOnJob(eventId: string, what: string, runAt: Date | undefined): WantedJob {
  const options = { lane: `places:${eventId}`, dedupeKey: `${what}:${eventId}`, runAt };
  return wantJob(handOn, { eventId }, options);
}
