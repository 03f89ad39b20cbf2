import type { MailKind } from "@/lib/db/schema";

/** Why a kind of mail always goes out (key of `letters.needed`). */
export type Needed =
  /** It brings the link and the pass. */
  | "link"
  /** It brings the pass; the page has said that it comes. */
  | "pass"
  /** It brings the button without which nothing goes on. */
  | "button"
  /** They were told that the answer comes by mail. */
  | "answer"
  /** It takes the event out of calendars. */
  | "calendar"
  /** Who gives up is told that a mail confirms it. */
  | "receipt"
  /** The organizer says so with each change. */
  | "change"
  /** Its reader asked for it. */
  | "asked";

/** Kinds whose absence breaks no promise. */
export const SWITCHABLE = ["reminder", "follow_up", "lapsed"] as const;
export type Switchable = (typeof SWITCHABLE)[number];

/** May this kind be turned off? */
export function isSwitchable(kind: MailKind): kind is Switchable {
  return (SWITCHABLE as readonly MailKind[]).includes(kind);
}

/** Why this kind can't be turned off. */
export const NEEDED: Record<Exclude<MailKind, Switchable>, Needed> = {
  confirmation: "link",
  link: "link",
  approved: "link",
  moved: "link",
  waiting: "pass",
  requested: "pass",
  confirm_address: "button",
  offer: "button",
  declined: "answer",
  withdrawn: "calendar",
  cancelled: "calendar",
  left: "receipt",
  changed: "change",
  dates: "change",
  again: "asked",
  resent: "asked",
  replaced: "asked",
};
