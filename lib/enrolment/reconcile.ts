import { z } from "zod";
import type { RegistrarName } from "@/lib/db/schema";
import { defineJob } from "@/lib/jobs/define";
import { type EnqueueOptions, type WantedJob, wantJob } from "@/lib/jobs/enqueue";
import {
  enrolmentLane,
  WEBINAR_LANE,
  WEBINAR_LOOK_UPS,
  WEBINAR_READS_LANE,
  WEBINAR_WRITES,
} from "./lane";

/**
 * Drives one registration's enrolments, one after another, from what is to what is wanted. One live job a registration,
 * so that two never drive it at once; the payload is an id, everything else is read anew.
 *
 * An outage of Microsoft's may last for days, so attempts are not what ends it.
 */
export const reconcileEnrolment = defineJob({
  name: "enrolment.reconcile",
  payload: z.object({ registrationId: z.uuid() }),
  maxAttempts: 10_000,
});

/**
 * The job that drives a registration's enrolment, in the lane where it waits. In a lane that is
 * shared an event's people take turns with others'; those of a move (`share`) everywhere, behind
 * whoever has no link yet.
 */
export function reconcileJob(
  registrationId: string,
  event: { id?: string; registrar: RegistrarName; actsAs: string; share?: string | null },
  options: Pick<EnqueueOptions, "runAt" | "leaseHere" | "requestId"> = {},
): WantedJob {
  const { registrar, actsAs } = event;
  const lane = enrolmentLane(registrar, actsAs);
  const dedupeKey = `enrolment:${registrationId}`;
  const isShared = lane === WEBINAR_LANE;
  return wantJob(
    reconcileEnrolment,
    { registrationId },
    {
      ...options,
      lane,
      dedupeKey,
      budget: isShared ? WEBINAR_WRITES : null,
      share: event.share ?? (isShared ? (event.id ?? actsAs) : null),
    },
  );
}

/** The same job where nothing is written: it looks for what Microsoft took. */
export function lookUpJob(registrationId: string, runAt: Date): WantedJob {
  return wantJob(
    reconcileEnrolment,
    { registrationId },
    {
      runAt,
      lane: WEBINAR_READS_LANE,
      dedupeKey: `enrolment:${registrationId}`,
      budget: WEBINAR_LOOK_UPS,
    },
  );
}
