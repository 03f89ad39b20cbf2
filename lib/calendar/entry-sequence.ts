/**
 * SEQUENCE of a calendar entry that changes with the attendee's state as well as with the event's
 * time. Calendars keep the entry with the higher number, so that the entry with the link replaces
 * the one without it, and the cancellation both, whatever order the mails arrive in.
 */
const STEPS = { "without-link": 0, "with-link": 1, cancelled: 2 } as const;

export type EntryStep = keyof typeof STEPS;

/** `sequence` counts the changes of the event's own time (event_dates.sequence). */
export function entrySequence(sequence: number, step: EntryStep): number {
  return sequence * Object.keys(STEPS).length + STEPS[step];
}
