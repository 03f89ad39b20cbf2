import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";
import { WEBINAR_LOOK_UPS, WEBINAR_READS_LANE } from "./lane";

/** A Teams application access policy may take half an hour until it holds: asked so often. */
export const RECHECK_SECONDS = 300;

/**
 * Looks whether an access policy covers a webinar's organizer by now, and sets going whoever was
 * refused for want of one.
 */
export const recheckPolicy = defineJob({
  name: "enrolment.recheck-policy",
  payload: z.object({ meetingId: z.uuid() }),
  maxAttempts: 100_000,
});

/** Looks at it from now on; one look at a time, however many were refused. */
export async function keepRechecking(tx: Tx, meetingId: string): Promise<void> {
  await enqueue(
    tx,
    recheckPolicy,
    { meetingId },
    {
      lane: WEBINAR_READS_LANE,
      budget: WEBINAR_LOOK_UPS,
      dedupeKey: `policy:${meetingId}`,
      runAt: new Date(Date.now() + RECHECK_SECONDS * 1000),
    },
  );
}
