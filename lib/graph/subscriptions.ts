import { z } from "zod";
import type { GraphCall } from "./client";
import { GraphFault } from "./faults";

/**
 * Change notifications of Graph: Microsoft posts to an address of ours when something changed. It
 * promises no more than to try, and what it says is only a reason to look.
 */

const DAY_MS = 24 * 60 * 60_000;

/** What may be watched, by whom it is asked, and for how long at most. */
export const WATCHED = {
  /** Entries of the person whose token it is; `Calendars.Read`, ReadBasic is not enough. */
  calendar: { changeType: "updated,deleted", longestMs: 7 * DAY_MS },
  /** One for each webinar and app. */
  webinar: { changeType: "updated", longestMs: DAY_MS },
} as const;

export interface SubscriptionRequest {
  watch: keyof typeof WATCHED;
  /** Path without a leading slash: `me/events`, `solutions/virtualEvents/webinars/{id}`. */
  resource: string;
  notificationUrl: string;
  /** At most 128 characters; comes back with each notification. */
  clientState: string;
  endsAt: Date;
}

const subscription = z.object({
  id: z.string().min(1),
  expirationDateTime: z.iso.datetime({ offset: true }).transform((text) => new Date(text)),
});

export type MadeSubscription = z.infer<typeof subscription>;

/** Makes a subscription. Before it answers, Microsoft asks the address whether it is ours. */
export function createSubscription(
  call: GraphCall,
  { watch, resource, notificationUrl, clientState, endsAt }: SubscriptionRequest,
): Promise<MadeSubscription> {
  const body = {
    changeType: WATCHED[watch].changeType,
    resource,
    notificationUrl,
    lifecycleNotificationUrl: notificationUrl,
    expirationDateTime: endsAt.toISOString(),
    clientState,
  };
  return call.post("/subscriptions", body, subscription, { operation: "createSubscription" });
}

/** Lets it last until then, and says anew that it may be; null when it is gone. */
export function renewSubscription(
  call: GraphCall,
  id: string,
  endsAt: Date,
): Promise<MadeSubscription | null> {
  const body = { expirationDateTime: endsAt.toISOString() };
  return call
    .patch(at(id), body, subscription, { operation: "renewSubscription" })
    .catch(nullWhenGone);
}

/** Ends it; one that is not there is ended. */
export async function endSubscription(call: GraphCall, id: string): Promise<void> {
  await call.delete(at(id), { operation: "endSubscription" }).catch(nullWhenGone);
}

function at(id: string): string {
  return `/subscriptions/${encodeURIComponent(id)}`;
}

function nullWhenGone(error: unknown): null {
  if (error instanceof GraphFault && ["not-found", "gone"].includes(error.kind)) return null;
  throw error;
}
