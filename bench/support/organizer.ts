import { beginSession } from "@/lib/organizers/begin-session";
import { insertEvent, type TestEvent } from "@/test/fixtures";
import { organizerNumber } from "../../sandbox/people.ts";
import type { BenchSandbox } from "./sandbox";

export interface Organizer extends TestEvent {
  oid: string;
}

/** An organizer who is connected and has a published event on a meeting with its registration. */
export async function makeOrganizer(
  { urls, control }: Pick<BenchSandbox, "urls" | "control">,
  number: number,
  wanted: Parameters<typeof insertEvent>[0] = {},
): Promise<Organizer> {
  const { tid, oid, name, email } = organizerNumber(number);
  const grant = await control.grant(oid, ["OnlineMeetings.ReadWrite", "Calendars.ReadBasic"]);
  const { person } = await beginSession({ tid, oid, name, email, locale: null }, grant);
  const post = async (target: string, body: object) => {
    const response = await fetch(`${urls.graphUrl}${target}`, {
      method: "POST",
      headers: {
        authorization: `Bearer ${grant.accessToken}`,
        "content-type": "application/json",
      },
      body: JSON.stringify(body),
    });
    if (!response.ok) throw new Error(`The sandbox answered ${response.status} to ${target}.`);
    return (await response.json()) as { id: string };
  };
  const start = new Date(Date.now() + 7 * 86_400_000);
  const meeting = await post("/v1.0/me/onlineMeetings", {
    subject: "Bench",
    startDateTime: start.toISOString(),
    endDateTime: new Date(start.getTime() + 3_600_000).toISOString(),
  });
  await post(`/beta/me/onlineMeetings/${encodeURIComponent(meeting.id)}/registration`, {
    "@odata.type": "#microsoft.graph.externalMeetingRegistration",
    allowedRegistrant: "everyone",
  });
  const event = await insertEvent({ ...wanted, organizerId: person.id, graphId: meeting.id });
  return { ...event, oid };
}
