import { db } from "@/lib/db/database";

/** What somebody who came was told, and between which moments. */
export interface Arrival {
  email: string;
  told: "in" | "full" | "nothing";
  begun: number;
  ended: number;
}

export interface Verdict {
  in: number;
  full: number;
  /** No answer, or one that is neither. */
  nothing: number;
  /** Told that they are in, and without a place, a link or a registrant at Microsoft. */
  lost: number;
  /** Places, counted places or registrants beyond those that there are. */
  oversold: number;
  /** Told that it is full while it was not, or nothing at all; and places that nobody got. */
  wronglyRefused: number;
}

/**
 * Holds what everybody was told against the database and Microsoft, once all links are there.
 * @param registrants ids that Microsoft has for the event's meeting.
 */
export async function judge(
  event: { id: string; places: number },
  arrivals: Arrival[],
  registrants: Set<string>,
): Promise<Verdict> {
  const holders = await db()
    .selectFrom("registrations")
    .innerJoin("enrolments", "enrolments.registration_id", "registrations.id")
    .select(["email", "registrant_id as registrantId", "enrolments.join_link_sealed as link"])
    .where("event_id", "=", event.id)
    .where("place", "=", "taken")
    .where("enrolments.state", "=", "enrolled")
    .execute();
  const linked = new Set(
    holders.filter((row) => row.link && registrants.has(row.registrantId)).map((row) => row.email),
  );
  const { occupied } = await db()
    .selectFrom("events")
    .select("occupied")
    .where("id", "=", event.id)
    .executeTakeFirstOrThrow();
  const told = (what: Arrival["told"]) => arrivals.filter((arrival) => arrival.told === what);
  const unsold = Math.min(event.places, arrivals.length) - told("in").length;
  return {
    in: told("in").length,
    full: told("full").length,
    nothing: told("nothing").length,
    lost: told("in").filter(({ email }) => !linked.has(email)).length,
    oversold: Math.max(0, Math.max(holders.length, occupied, registrants.size) - event.places),
    wronglyRefused:
      told("nothing").length +
      countEarly(told("full"), told("in"), event.places) +
      Math.max(0, unsold),
  };
}

/** Who was told that it is full before enough others had even come to fill it. */
function countEarly(refused: Arrival[], taken: Arrival[], places: number): number {
  const begun = taken.map((arrival) => arrival.begun).sort((a, b) => a - b);
  const filled = begun[places - 1] ?? Number.POSITIVE_INFINITY;
  return refused.filter(({ ended }) => ended < filled).length;
}

/** How many of the event's people have no link yet. */
export async function countWaiting(eventId: string): Promise<number> {
  const { waiting } = await db()
    .selectFrom("enrolments")
    .innerJoin("registrations", "registrations.id", "enrolments.registration_id")
    .select((eb) => eb.fn.countAll<string>().as("waiting"))
    .where("event_id", "=", eventId)
    .where("state", "!=", "enrolled")
    .executeTakeFirstOrThrow();
  return Number(waiting);
}
