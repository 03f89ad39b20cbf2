import { joinUrlHash } from "@/lib/events/join-url-hash";
import { type CalendarEntry, listCalendar } from "@/lib/graph/calendar";
import type { GraphCall } from "@/lib/graph/client";
import type { Followed } from "./queries";

/**
 * Entries of the organizer's calendar between two moments that have the meeting's link, of as many
 * pages at most.
 */
export async function findByLink(
  call: GraphCall,
  { joinUrlHash: hash, zone }: Pick<Followed, "joinUrlHash" | "zone">,
  { from, to, pages }: { from: Date; to: Date; pages: number },
  turn: () => Promise<void>,
): Promise<CalendarEntry[]> {
  const found: CalendarEntry[] = [];
  let pageUrl: string | null = null;
  for (let page = 0; page < pages; page += 1) {
    await turn();
    const answer = await listCalendar(call, { from, to, zone, pageUrl });
    found.push(
      ...answer.entries.filter((each) => each.joinUrl && joinUrlHash(each.joinUrl) === hash),
    );
    pageUrl = answer.next;
    if (!pageUrl) break;
  }
  return found;
}
