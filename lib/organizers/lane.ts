/** The lane of everything that Usher does at Microsoft with this organizer's grant. */
export function organizerLane(personId: string): string {
  return `organizer:${personId}`;
}
