import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { isFew } from "@/lib/events/few-places";
import { phaseOf } from "@/lib/events/phase";
import { passSecret } from "@/lib/registrations/pass-secrets";
import { open, SealError } from "@/lib/seal";
import { guestAddress, STATES, type StateSample } from "./states";

/** A sample as the sandbox's front page lists it. */
export interface ListedSample {
  label: string;
  title: string;
  path: string;
  passes: { label: string; path: string }[];
}

/** The samples that are in their state now, in the order of the list. */
export async function readStateSamples(oid: string, now: Date): Promise<ListedSample[]> {
  const rows = await selectEvents(oid);
  return STATES.flatMap((sample) => {
    const row = rows.find((each) => each.title === sample.title && isInState(each, sample, now));
    if (!row) return [];
    const { label, title } = sample;
    return [{ label, title, path: `/e/${row.slug}`, passes: passesOf(row, sample) }];
  });
}

/** SQL: the passes that browsers were shown at the event of the row. */
const PASSES = sql<{ registrationId: string; email: string; sealed: string }[]>`(
  select coalesce(json_agg(json_build_object(
    'registrationId', registrations.id, 'email', registrations.email, 'sealed', passes.sealed)), '[]')
  from registrations join passes on passes.registration_id = registrations.id
  where registrations.event_id = events.id and not passes.proved and passes.ended_at is null)`;

/** SQL: what is free while somebody waits is theirs already. */
const SOMEONE_WAITS = sql<boolean>`exists (
  select 1 from registrations where event_id = events.id and place = 'waitlisted')`;

/** This organizer's published events, newest first, with what tells their state. */
function selectEvents(oid: string) {
  return db()
    .selectFrom("events")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select(["events.title", "events.slug", "events.state", "events.capacity", "events.occupied"])
    .select(["events.opens_at as opensAt", "events.closes_at as closesAt"])
    .select(["event_dates.starts_at as startsAt", "event_dates.ends_at as endsAt"])
    .select(SOMEONE_WAITS.as("someoneWaits"))
    .select(PASSES.as("passes"))
    .where("persons.oid", "=", oid)
    .where("events.state", "!=", "draft")
    .orderBy("events.created_at", "desc")
    .execute();
}

type Row = Awaited<ReturnType<typeof selectEvents>>[number];

function isInState(row: Row, { phase, left, starts }: StateSample, now: Date): boolean {
  if (phaseOf(row, now) !== phase) return false;
  if ("inMinutes" in starts && row.startsAt <= now) return false;
  if (left === undefined) return true;
  const capacity = row.capacity ?? 0;
  const free = row.someoneWaits ? 0 : Math.max(capacity - row.occupied, 0);
  return left === "none" ? free === 0 : isFew({ capacity, left: free });
}

function passesOf({ passes }: Row, { people = [] }: StateSample): ListedSample["passes"] {
  return people.flatMap((guest) => {
    const kept = passes.find(({ email }) => email === guestAddress(guest));
    const secret = guest.pass && kept ? unsealed(kept) : null;
    return guest.pass && secret ? [{ label: guest.pass, path: `/r/${secret}` }] : [];
  });
}

/** Null when its key is missing: the page is there without it. */
function unsealed({ sealed, registrationId }: Row["passes"][number]): string | null {
  try {
    return open(sealed, passSecret(registrationId));
  } catch (error) {
    if (error instanceof SealError) return null;
    throw error;
  }
}
