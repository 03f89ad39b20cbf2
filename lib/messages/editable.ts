import type { MailKind } from "@/lib/db/schema";

/**
 * Kinds that an organizer may add to. Not those of a pass (they say what happened to it, and were
 * asked for by its holder), and not the one that goes to an address which anybody may have typed.
 */
const EDITABLE: readonly MailKind[] = [
  "confirmation",
  "waiting",
  "offer",
  "requested",
  "approved",
  "declined",
  "changed",
  "moved",
  "reminder",
  "follow_up",
  "withdrawn",
  "left",
  "lapsed",
  "cancelled",
];

/** May an organizer write for this kind of mail? */
export function isEditable(kind: MailKind): boolean {
  return EDITABLE.includes(kind);
}
