import { randomUUID } from "node:crypto";
import { sandboxClient } from "../../sandbox/client";
import { product } from "../setup/product";
import { PEOPLE, type PersonKey } from "./people";

/** Steers the sandbox that the product under test works against. */
export function tenant() {
  return sandboxClient(product().controlUrl);
}

const GRAPH_SCOPES = ["OnlineMeetings.ReadWrite", "Calendars.ReadWrite"];

/** A Teams meeting of this person's alone, in two weeks, as if they had made it in Outlook. */
export async function makeMeeting(
  organizer: PersonKey,
  subject = `Harbour talk ${randomUUID().slice(0, 8)}`,
): Promise<{ subject: string; joinUrl: string }> {
  const { accessToken } = await tenant().grant(PEOPLE[organizer].oid, GRAPH_SCOPES);
  const at = (hours: number) => ({
    dateTime: new Date(Date.now() + 14 * 24 * 3_600_000 + hours * 3_600_000)
      .toISOString()
      .slice(0, 19),
    timeZone: "UTC",
  });
  const graphUrl = new URL("graph/v1.0/me/events", product().controlUrl).href;
  const answer = await fetch(graphUrl, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: JSON.stringify({ subject, start: at(0), end: at(1), isOnlineMeeting: true }),
  });
  if (!answer.ok) throw new Error(`Making a meeting: ${answer.status} ${await answer.text()}`);
  const made = (await answer.json()) as { onlineMeeting: { joinUrl: string } };
  return { subject, joinUrl: made.onlineMeeting.joinUrl };
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
