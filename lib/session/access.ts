import type { MemberRole } from "@/lib/db/schema";

declare const minted: unique symbol;

/**
 * Proof that this person may do what was asked at this event. Only authorizeEvent makes one;
 * queries about an event take it instead of an id.
 */
export interface EventAccess {
  readonly eventId: string;
  readonly personId: string;
  readonly role: MemberRole;
  readonly [minted]: true;
}

/** What somebody wants to do: look, change, or what only the owner may (cancel, delete). */
export type Need = "view" | "edit" | "own";
