import { queryOptions } from "@tanstack/react-query";
import type { EventSummary } from "@/lib/events/read-events";

const EVERY = 4_000;

/** What a page or a poll saw of the person's events, and when (ms, the server's clock). */
export interface EventsSeen {
  events: EventSummary[];
  /** What a draft still misses, by event. */
  missing: Record<string, number>;
  at: number;
}

async function seeEvents(signal: AbortSignal): Promise<EventsSeen> {
  const answer = await fetch("/api/events", { signal });
  if (!answer.ok) throw new Error(`The list of events answered ${answer.status}.`);
  return answer.json();
}

/** The person's events with live counts. */
export const eventsQuery = (initial: EventsSeen) =>
  queryOptions({
    queryKey: ["events"],
    queryFn: ({ signal }) => seeEvents(signal),
    initialData: initial,
    initialDataUpdatedAt: initial.at,
    refetchInterval: EVERY,
  });

/** One of them, on its own pages. */
export const eventQuery = (initial: { event: EventSummary; at: number }) =>
  queryOptions({
    queryKey: ["event", initial.event.id],
    queryFn: async ({ signal }): Promise<EventSummary> => {
      const { events } = await seeEvents(signal);
      return events.find(({ id }) => id === initial.event.id) ?? initial.event;
    },
    initialData: initial.event,
    initialDataUpdatedAt: initial.at,
    refetchInterval: EVERY,
  });
