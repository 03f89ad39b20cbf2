import type { EventState } from "@/lib/db/schema";
import type { GlyphName } from "./glyph";
import type { Tone } from "./state";

export type DeskState =
  | "draft"
  | "before"
  | "open"
  | "few"
  | "full"
  | "closed"
  | "cancelled"
  | "over";

/** Few left: at most a tenth of the places, and never more than ten. */
const FEW_SHARE = 0.1;
const FEW_MOST = 10;

type Occupied = { taken: number; held: number; offered: number };

/** Places that nobody else can have: those that are held and offered too. */
export function occupied({ taken, held, offered }: Occupied): number {
  return taken + held + offered;
}

/** People who hold no place and may still get one. */
export function waiting(counts: {
  waitlisted: number;
  awaitingApproval: number;
  unconfirmed: number;
}): number {
  return counts.waitlisted + counts.awaitingApproval + counts.unconfirmed;
}

/** How an event stands for its organizer: what its page shows, and how much room is left. */
export function deskState(
  event: {
    state: EventState;
    endsAt: string;
    opensAt: string | null;
    closesAt: string | null;
    capacity: number | null;
    counts: Occupied;
  },
  now: number,
): DeskState {
  if (event.state === "draft" || event.state === "cancelled") return event.state;
  if (Date.parse(event.endsAt) <= now) return "over";
  if (event.state === "closed" || (event.closesAt && Date.parse(event.closesAt) <= now))
    return "closed";
  if (event.opensAt && Date.parse(event.opensAt) > now) return "before";
  if (event.capacity === null) return "open";
  const left = event.capacity - occupied(event.counts);
  if (left <= 0) return "full";
  return left <= Math.min(event.capacity * FEW_SHARE, FEW_MOST) ? "few" : "open";
}

export const STATE_LOOKS: Record<DeskState, { tone: Tone; glyph: GlyphName }> = {
  draft: { tone: "plain", glyph: "s-dash" },
  before: { tone: "plain", glyph: "s-dash" },
  open: { tone: "good", glyph: "s-ok" },
  few: { tone: "warn", glyph: "s-half" },
  full: { tone: "plain", glyph: "s-ring" },
  closed: { tone: "plain", glyph: "s-ring" },
  cancelled: { tone: "plain", glyph: "s-none" },
  over: { tone: "plain", glyph: "s-none" },
};
