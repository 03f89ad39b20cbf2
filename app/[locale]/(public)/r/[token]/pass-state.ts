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
  /** Teams has it, and a line or an approval of its own. */
  | "held-there"
  /** Teams mails the link itself. */
  | "by-teams"
  /** The address is to be confirmed; until then a place is held, or there is none. */
  | "confirm"
  | "waitlisted"
  | "offered"
  /** The organizer decides. */
  | "requested"
  | "declined"
  /** A hold or an offer ran out. */
  | "lapsed"
  /** A place was given up; `left` before there was one. */
  | "withdrawn"
  | "left"
  | "cancelled"
  | "over";

/** States in which there is no place any more, nor a wait for one. */
const VOID: readonly PassState[] = ["declined", "lapsed", "withdrawn", "left", "cancelled", "over"];

/** States that others end: by the link's arrival, a place, a decision. */
const PASSING: readonly PassState[] = [
  "waiting",
  "delayed",
  "held-there",
  "confirm",
  "waitlisted",
  "offered",
  "requested",
];

export function isVoid(state: PassState): boolean {
  return VOID.includes(state);
}

export function isPassing(state: PassState): boolean {
  return PASSING.includes(state);
}

/** Waits for a place, in whatever way. */
export function isWaiting(state: PassState): boolean {
  return isPassing(state) && !["waiting", "delayed", "held-there"].includes(state);
}

/** How much of a ticket it is: printed, kept for somebody, blank while there is no place, or void. */
export function ticketState(
  state: PassState,
  { place }: Pick<LivePass, "place">,
): "valid" | "soon" | "kept" | "blank" | "void" {
  if (isVoid(state)) return "void";
  if (state === "soon") return "soon";
  if (place === "offered" || place === "held") return "kept";
  return isWaiting(state) ? "blank" : "valid";
}

/** What a pass has to say at a moment. */
export function passState(pass: LivePass, now: Date): PassState {
  if (pass.event.state === "cancelled") return "cancelled";
  if (pass.place === "withdrawn") return pass.hadPlace ? "withdrawn" : "left";
  if (pass.place === "declined") return "declined";
  if (pass.place === "expired") return "lapsed";
  if (pass.event.endsAt <= now) return "over";
  if (pass.unconfirmed) return "confirm";
  if (pass.place === "waitlisted") return "waitlisted";
  if (pass.place === "offered") return "offered";
  if (pass.place === "awaiting_approval") return "requested";
  switch (pass.link.kind) {
    case "ready":
      return pass.event.startsAt.getTime() - now.getTime() <= DOORS_MS ? "soon" : "ready";
    case "delayed":
      return "delayed";
    case "held":
      return "held-there";
    case "by-teams":
      return "by-teams";
    default:
      return "waiting";
  }
}

/** All of a pass that may change while somebody looks at it, as one word to compare. */
export function passWord(pass: LivePass, now: Date): string {
  const state = passState(pass, now);
  return state === "waitlisted" ? `${state} ${pass.position}` : state;
}
