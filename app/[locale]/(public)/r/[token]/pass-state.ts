import type { LivePass } from "@/lib/registrations/read-pass";

/** Doors open this long before the event. */
export const DOORS_MS = 15 * 60_000;

export type PassState =
  /** The link is there; `soon` from when doors open until the end. */
  | "ready"
  | "soon"
  /** The place is taken, the link follows. */
  | "waiting"
  | "delayed"
  | "withdrawn"
  | "cancelled"
  | "over";

/** What a pass has to say at a moment. */
export function passState(pass: LivePass, now: Date): PassState {
  if (pass.event.state === "cancelled") return "cancelled";
  if (pass.place === "withdrawn") return "withdrawn";
  if (pass.event.endsAt <= now) return "over";
  switch (pass.link.kind) {
    case "ready":
      return pass.event.startsAt.getTime() - now.getTime() <= DOORS_MS ? "soon" : "ready";
    case "delayed":
      return "delayed";
    default:
      return "waiting";
  }
}
