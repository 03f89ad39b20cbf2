import { keepPreviousData, queryOptions } from "@tanstack/react-query";
import type { RosterPerson } from "@/lib/registrations/read-person";
import type { Roster } from "@/lib/registrations/roster";
import { type RosterAddress, rosterSearch } from "./address";

const EVERY = 3_000;

/** What of the address makes a list: everything but whose panel is open. */
export function listOf(address: RosterAddress): RosterAddress {
  return { ...address, person: null, ask: null };
}

/** One page of the roster, live while somebody looks. */
export const rosterQuery = (eventId: string, address: RosterAddress) =>
  queryOptions({
    queryKey: ["roster", eventId, rosterSearch(listOf(address))],
    queryFn: ({ signal }) => read<Roster>(eventId, rosterSearch(listOf(address)), signal),
    refetchInterval: EVERY,
    placeholderData: keepPreviousData,
  });

/** One person with their history; null when they are not on this list. */
export const personQuery = (eventId: string, id: string) =>
  queryOptions({
    queryKey: ["roster", eventId, "person", id],
    queryFn: ({ signal }) => read<RosterPerson | null>(eventId, `?person=${id}`, signal),
    refetchInterval: EVERY,
  });

async function read<T>(eventId: string, search: string, signal: AbortSignal): Promise<T> {
  const answer = await fetch(`/api/events/${eventId}/roster${search}`, { signal });
  if (!answer.ok) throw new Error(`The roster answered ${answer.status}.`);
  return answer.json();
}
