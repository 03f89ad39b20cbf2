/**
 * What a mail is for, where nobody may get two for the same: a unique index on the registration and
 * this holds it, whatever runs twice. The event's time is part of it: who was reminded of a time
 * that then moved is reminded of the new one too.
 */
export function reminderOccasion(reminder: {
  dateId: string;
  minutes: number;
  startsAt: Date;
}): string {
  return `reminder:${reminder.dateId}:${reminder.minutes}:${reminder.startsAt.toISOString()}`;
}

export function followUpOccasion({ dateId, endsAt }: { dateId: string; endsAt: Date }): string {
  return `follow-up:${dateId}:${endsAt.toISOString()}`;
}

/** The date that a mail of the clock, or about one date, is for; null of any other. */
export function dateOf(occasion: string | null): string | null {
  const [what = "", id = ""] = occasion?.split(":") ?? [];
  return OF_A_DATE.includes(what) ? id : null;
}

const OF_A_DATE = ["reminder", "follow-up", "date-added", "date-cancelled", "date-moved"];

/** A date was added to those that everybody comes to, or cancelled on its own. */
export function dateOccasion(what: "added" | "cancelled", dateId: string): string {
  return `date-${what}:${dateId}`;
}

/** A date got another time, then: it may get a third one. */
export function movedDateOccasion(dateId: string, at: Date): string {
  return `date-moved:${dateId}:${at.toISOString()}`;
}

/** What a mail about somebody's dates tells. */
export function datesNews(occasion: string | null): "chosen" | "added" | "cancelled" | "moved" {
  const [what] = occasion?.split(":") ?? [];
  if (what === "date-added") return "added";
  if (what === "date-moved") return "moved";
  return what === "date-cancelled" ? "cancelled" : "chosen";
}

export function changeOccasion(changeId: string): string {
  return `change:${changeId}`;
}

/** The change (event_changes) that a mail of this occasion tells; null of any other. */
export function changeOf(occasion: string | null): string | null {
  return occasion?.startsWith("change:") ? occasion.slice("change:".length) : null;
}

export function moveOccasion(moveId: string): string {
  return `move:${moveId}`;
}

/** Is an occasion of the clock still one of this time? Where the event has moved it is not. */
export function isOfTime(occasion: string | null, time: Date): boolean {
  return occasion?.endsWith(`:${time.toISOString()}`) ?? false;
}
