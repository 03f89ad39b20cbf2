/** The field of a date's number of places. */
export function placesField(dateId: string): string {
  return `places.${dateId}`;
}
