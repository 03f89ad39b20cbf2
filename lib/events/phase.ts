import type { EventState } from "@/lib/db/schema";

/** What the public page is about at a moment; a draft has no page. */
export type Phase = "before" | "open" | "closed" | "cancelled" | "over";

/**
 * The phase of a published event. The organizer's word goes before the clock; sign-ups end with
 * the last date when no earlier time was set.
 */
export function phaseOf(
  event: {
    state: EventState;
    opensAt: Date | null;
    closesAt: Date | null;
    endsAt: Date | null;
  },
  now: Date,
): Phase {
  if (event.state === "cancelled") return "cancelled";
  if (event.endsAt && event.endsAt <= now) return "over";
  if (event.state !== "open") return "closed";
  if (event.closesAt && event.closesAt <= now) return "closed";
  if (event.opensAt && event.opensAt > now) return "before";
  return "open";
}
