import type { AnswersUntil, EventState, Place } from "@/lib/db/schema";
import { ACTIVE_PLACES } from "./queries";

interface Deadline {
  answersUntil: AnswersUntil;
  answersUntilAt: Date | null;
  startsAt: Date;
  endsAt: Date;
}

/** Until when people may change their answers; null: not at all. Never beyond the event's end. */
export function answersOpenUntil(event: Deadline): Date | null {
  if (event.answersUntil === "never") return null;
  const at = event.answersUntil === "time" ? event.answersUntilAt : event.startsAt;
  return at && at < event.endsAt ? at : event.endsAt;
}

/** Why nothing can be changed: the organizer never lets, the time is over, or there is no place. */
export type Closed = "never" | "over" | "no-place";

/** Null while whoever holds this registration may change its answers. */
export function closedBecause(
  own: Deadline & { state: EventState; place: Place; unconfirmed: boolean },
  now: Date,
): Closed | null {
  const holds = ACTIVE_PLACES.some((place) => place === own.place) && !own.unconfirmed;
  if (!holds || own.state === "cancelled") return "no-place";
  const until = answersOpenUntil(own);
  if (!until) return "never";
  return until <= now ? "over" : null;
}
