import type { RegistrarName } from "@/lib/db/schema";
import { organizerLane } from "@/lib/organizers/lane";

/**
 * Where an enrolment waits: what needs Graph waits in its organizer's lane and is paused with it;
 * what Usher does alone has a lane of its own, so that no broken connection holds it up.
 */
export function enrolmentLane(registrar: RegistrarName, organizerId: string): string {
  return registrar === "direct" ? `direct:${organizerId}` : organizerLane(organizerId);
}
