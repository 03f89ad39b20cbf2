import { z } from "zod";
import { defineJob } from "@/lib/jobs/define";

/**
 * Drives one registration's enrolment from what is to what is wanted. One live job a registration,
 * so that two never drive it at once; the payload is an id, everything else is read anew.
 *
 * An outage of Microsoft's may last for days, so attempts are not what ends it.
 */
export const reconcileEnrolment = defineJob({
  name: "enrolment.reconcile",
  payload: z.object({ registrationId: z.uuid() }),
  maxAttempts: 10_000,
});

/** Dedupe key of a registration's reconcile job. */
export function reconcileKey(registrationId: string): string {
  return `enrolment:${registrationId}`;
}
