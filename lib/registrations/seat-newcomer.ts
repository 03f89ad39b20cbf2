import type { Delivery, MailKind } from "@/lib/db/schema";

/** An address that is never confirmed leaves the line after this long; no place waits for it. */
const UNCONFIRMED_MS = 7 * 24 * 60 * 60_000;
const MINUTE_MS = 60_000;

/** What of an event decides where a newcomer goes. */
export interface PlaceRules {
  waitlist: boolean;
  approval: boolean;
  confirmAddress: boolean;
  holdMinutes: number;
  delivery: Delivery;
  /** Domains whose addresses are admitted; empty: any. */
  emailDomains: readonly string[];
}

/**
 * Has an address to be confirmed before there is a place? Also where it is what admits somebody, and
 * the link would be shown to whoever typed it; what is only mailed reaches its owner anyway.
 */
export function asksToConfirm({
  confirmAddress,
  delivery,
  emailDomains,
}: Pick<PlaceRules, "confirmAddress" | "delivery" | "emailDomains">): boolean {
  return confirmAddress || (emailDomains.length > 0 && delivery === "show");
}

/**
 * How much a sign-up is believed before its address is confirmed. `queue`: no place is held for it;
 * it joins in order, and its place is decided when its address is confirmed, whatever the event asks.
 */
export type Trust = "hold" | "queue";

/** Where somebody goes who signs up. */
export interface Seat {
  place: "held" | "taken" | "waitlisted" | "awaiting_approval";
  unconfirmed: boolean;
  lapsesAt: Date | null;
}

/**
 * Decides where a newcomer goes; null: every place is occupied and there is no line to join.
 * @param free places that nobody waits for.
 */
export function seatNewcomer(
  rules: PlaceRules,
  free: number,
  { trust, now }: { trust: Trust; now: Date },
): Seat | null {
  if (free <= 0 && !rules.waitlist) return null;
  const unconfirmed = asksToConfirm(rules) || trust === "queue";
  const patience = unconfirmed ? new Date(now.getTime() + UNCONFIRMED_MS) : null;
  if (rules.approval) return { place: "awaiting_approval", unconfirmed, lapsesAt: patience };
  if (free <= 0 || trust === "queue")
    return { place: "waitlisted", unconfirmed, lapsesAt: patience };
  if (!unconfirmed) return { place: "taken", unconfirmed, lapsesAt: null };
  const heldUntil = new Date(now.getTime() + rules.holdMinutes * MINUTE_MS);
  return { place: "held", unconfirmed, lapsesAt: heldUntil };
}

/** Does a place count against the capacity from the start? */
export function isCounted({ place }: Seat): boolean {
  return place === "held" || place === "taken";
}

/** What a newcomer is told by mail. */
export function firstMail({ place, unconfirmed }: Seat): MailKind {
  if (unconfirmed) return "confirm_address";
  if (place === "waitlisted") return "waiting";
  return place === "awaiting_approval" ? "requested" : "confirmation";
}

/** Every kind that a sign-up may be answered with. */
export const FIRST_MAILS: readonly MailKind[] = [
  "confirmation",
  "confirm_address",
  "waiting",
  "requested",
];
