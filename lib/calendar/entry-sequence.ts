/**
 * SEQUENCE of somebody's calendar entry, which changes with the event and with their own state.
 * Calendars keep the entry with the higher number, whatever order the mails arrive in: so every
 * change of the event and every new link makes it higher, an entry that waits for its link is lower
 * than the one that brings it, and the end is higher than all.
 */
export function entrySequence(entry: {
  /** Changes of what the event's entries show (event_dates.sequence). */
  changes: number;
  /** Links that they were given so far (registrations.links). */
  links: number;
  step: "without-link" | "with-link" | "gone";
}): number {
  const whole = 2 * (entry.changes + entry.links);
  if (entry.step === "gone") return whole + 1;
  return entry.step === "without-link" && entry.links > 0 ? whole - 1 : whole;
}
