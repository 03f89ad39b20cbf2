import { z } from "zod";
import { defineJob } from "@/lib/jobs/define";

/**
 * Ends a meeting's registration at Microsoft when no event lives on it any more. Only one that
 * Usher made is deleted: the delete takes every registrant with it.
 */
export const closeRegistration = defineJob({
  name: "enrolment.close-registration",
  payload: z.object({ meetingId: z.uuid() }),
  maxAttempts: 10_000,
});

/** Dedupe key of a meeting's closing job. */
export function closeRegistrationKey(meetingId: string): string {
  return `close:${meetingId}`;
}
