import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";
import { organizerLane } from "./lane";

/** Looks for connections that nothing has used for long, though an event of theirs is to come. */
export const findIdle = defineJob({ name: "organizers.find-idle", payload: z.object({}) });

/** Uses one connection, so that it stays: Microsoft ends a grant that rests for ninety days. */
export const stayConnected = defineJob({
  name: "organizers.stay-connected",
  payload: z.object({ personId: z.uuid() }),
});

const DAY_MS = 24 * 60 * 60_000;

/** One look a day over all instances: whoever asks for the same day again changes nothing. */
export async function scheduleFindIdle(tx: Tx, now: Date): Promise<void> {
  const slot = Math.floor(now.getTime() / DAY_MS) + 1;
  await enqueue(
    tx,
    findIdle,
    {},
    { lane: "organizers", dedupeKey: `find-idle:${slot}`, runAt: new Date(slot * DAY_MS) },
  );
}

export async function enqueueStayConnected(tx: Tx, personId: string): Promise<void> {
  const dedupeKey = `stay-connected:${personId}`;
  await enqueue(tx, stayConnected, { personId }, { lane: organizerLane(personId), dedupeKey });
}
