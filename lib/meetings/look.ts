import { z } from "zod";
import { defineJob } from "@/lib/jobs/define";

/** Looks at the meeting of one event, in its organizer's lane. */
export const lookAtMeeting = defineJob({
  name: "meetings.look",
  payload: z.object({ eventId: z.uuid() }),
});

/** While it waits or runs, a flood of reasons to look is one look. */
export function lookKey(eventId: string): string {
  return `look:${eventId}`;
}

/** Makes, renews or ends one subscription to Microsoft's notifications, in its organizer's lane. */
export const keepSubscription = defineJob({
  name: "meetings.keep-subscription",
  payload: z.object({ subscriptionId: z.uuid() }),
});

export function keepKey(subscriptionId: string): string {
  return `subscription:${subscriptionId}`;
}
