import type { EventsSeen } from "@/components/desk/events-query";
import { missingFrom } from "@/lib/events/publish-event";
import { readEvents } from "@/lib/events/read-events";

/** The person's events as the dashboard shows them: by its page first, then by its polls. */
export async function seeEvents(personId: string): Promise<EventsSeen> {
  const events = await readEvents(personId);
  const now = new Date();
  const drafts = events.filter(({ state }) => state === "draft");
  const missing = Object.fromEntries(
    drafts.map((event) => [
      event.id,
      missingFrom(
        {
          title: event.title,
          hostName: event.hostName,
          endsAt: new Date(event.endsAt),
          closesAt: event.closesAt ? new Date(event.closesAt) : null,
        },
        now,
      ).length,
    ]),
  );
  return { events, missing, at: now.getTime() };
}
