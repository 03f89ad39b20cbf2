import type { EventAccess } from "@/lib/session/access";
import { type GivenUp, giveUpPlace } from "./give-up-place";

/** An organizer takes somebody's place back; another event's registration answers `already`. */
export function withdrawRegistration(
  access: EventAccess,
  registrationId: string,
  now: Date,
): Promise<GivenUp> {
  return giveUpPlace({ id: registrationId, eventId: access.eventId }, "organizer", now);
}
