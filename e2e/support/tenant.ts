import { randomUUID } from "node:crypto";
import { sandboxClient } from "../../sandbox/client";
import { product } from "../setup/product";
import { PEOPLE, type PersonKey } from "./people";

/** Steers the sandbox that the product under test works against. */
export function tenant() {
  return sandboxClient(product().controlUrl);
}

const GRAPH_SCOPES = ["OnlineMeetings.ReadWrite", "Calendars.ReadWrite"];

/** Asks Graph as this person would by another app: their own Outlook, a script. */
export async function askGraph<T>(
  person: PersonKey,
  method: string,
  path: string,
  body?: unknown,
): Promise<T> {
  const { accessToken } = await tenant().grant(PEOPLE[person].oid, GRAPH_SCOPES);
  const answer = await fetch(new URL(`graph/${path}`, product().controlUrl), {
    method,
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: body === undefined ? null : JSON.stringify(body),
  });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`Graph, ${method} ${path}: ${answer.status} ${text}`);
  return JSON.parse(text) as T;
}

/** A Teams meeting of this person's alone, in two weeks, as if they had made it in Outlook. */
export async function makeMeeting(
  organizer: PersonKey,
  subject = `Harbour talk ${randomUUID().slice(0, 8)}`,
  // Beyond what the picker shows at first: its pages don't grow with each test.
  inDays = 40,
): Promise<{ subject: string; joinUrl: string }> {
  const at = (hours: number) => ({
    dateTime: new Date(Date.now() + inDays * 24 * 3_600_000 + hours * 3_600_000)
      .toISOString()
      .replace(/:\d\d\..*/, ":00"),
    timeZone: "UTC",
  });
  const made = await askGraph<{ onlineMeeting: { joinUrl: string } }>(
    organizer,
    "POST",
    "v1.0/me/events",
    { subject, start: at(0), end: at(1), isOnlineMeeting: true },
  );
  return { subject, joinUrl: made.onlineMeeting.joinUrl };
}

/** The meeting as the tenant keeps it: its ids, its passcode, its registration. */
export async function meetingOf(organizer: PersonKey, subject: string) {
  const meetings = await tenant().meetings(PEOPLE[organizer].oid);
  const found = meetings.find((meeting) => meeting.subject === subject);
  if (!found) throw new Error(`${PEOPLE[organizer].name} has no meeting “${subject}”.`);
  return found;
}

/** A fault's `match.path` for everything below this meeting's registration. */
export function registrationPath(graphMeetingId: string): string {
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const id = `(${escaped(graphMeetingId)}|${escaped(encodeURIComponent(graphMeetingId))})`;
  return `/onlineMeetings/${id}/registration`;
}

/** What Graph was asked to do for registrants of the meeting, in order: bodies as they arrived. */
export async function registrantCalls(graphMeetingId: string) {
  const path = `/onlineMeetings/${graphMeetingId}/registration/registrants`;
  const entries = await tenant().ledger();
  return entries.filter(
    (entry) => entry.service === "graph" && decodeURIComponent(entry.path).includes(path),
  );
}

/** The meeting's registration as the tenant has it; undefined when there is none. */
export async function registrationOf(subject: string) {
  return (await tenant().registrants()).find((meeting) => meeting.subject === subject);
}

/** Everything that Graph was asked about the meeting's registration, registrants included. */
export async function registrationCalls(graphMeetingId: string) {
  const path = `/onlineMeetings/${graphMeetingId}/registration`;
  const entries = await tenant().ledger();
  return entries.filter(
    (entry) => entry.service === "graph" && decodeURIComponent(entry.path).includes(path),
  );
}
