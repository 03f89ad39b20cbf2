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
