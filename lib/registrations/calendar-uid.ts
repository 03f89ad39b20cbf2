/**
 * UID of one attendee's calendar entry. One a registration: somebody who gave up and signs up again
 * gets a new entry, since calendars ignore a REQUEST that is older than its CANCEL.
 */
export function calendarUid(registrationId: string, dateUid: string): string {
  return `${registrationId}.${dateUid}`;
}
