import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";
import { organizerLane } from "@/lib/organizers/lane";
import { WEBINAR_LOOK_UPS, WEBINAR_READS_LANE } from "./lane";

const FIVE_MINUTES = 300;
const HALF_AN_HOUR = 1_800;
const AN_HOUR_OF_LOOKS = 12;

/**
 * Seconds until the next look: a policy that was just granted takes half an hour to hold, and whoever
 * agreed a moment ago looks whether it works. What lasts longer is looked at less often.
 */
export function recheckSeconds(attempt: number): number {
  return attempt <= AN_HOUR_OF_LOOKS ? FIVE_MINUTES : HALF_AN_HOUR;
}

/**
 * Looks whether what a meeting's people were refused for is mended by now (`MENDED_ELSEWHERE`), and
 * sets them going again. `trying`: whose registration went ahead of the others, to find out.
 */
export const recheck = defineJob({
  name: "enrolment.recheck",
  payload: z.object({
    meetingId: z.uuid(),
    registrar: z.enum(["external", "webinar", "direct"]),
    trying: z.uuid().nullable(),
  }),
  maxAttempts: 100_000,
});

interface Refused {
  meetingId: string;
  registrar: RegistrarName;
  actsAs: string;
}

/** Looks at it from now on; one look at a time, however many were refused. */
export async function keepRechecking(
  tx: Tx,
  { meetingId, registrar, actsAs }: Refused,
  {
    trying = null,
    afterSeconds = FIVE_MINUTES,
  }: { trying?: string | null; afterSeconds?: number } = {},
): Promise<void> {
  const isShared = registrar === "webinar";
  await enqueue(
    tx,
    recheck,
    { meetingId, registrar, trying },
    {
      lane: isShared ? WEBINAR_READS_LANE : organizerLane(actsAs),
      budget: isShared ? WEBINAR_LOOK_UPS : null,
      dedupeKey: `recheck:${meetingId}:${registrar}`,
      runAt: new Date(Date.now() + afterSeconds * 1000),
    },
  );
}
