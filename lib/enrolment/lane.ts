import type { RegistrarName } from "@/lib/db/schema";
import type { Budget } from "@/lib/jobs/turns";
import { organizerLane } from "@/lib/organizers/lane";

/**
 * Where an enrolment waits: what needs Graph waits in its organizer's lane and is paused with it;
 * what Usher does alone has a lane of its own, so that no broken connection holds it up.
 */
export function enrolmentLane(registrar: RegistrarName, organizerId: string): string {
  switch (registrar) {
    case "direct":
      return `direct:${organizerId}`;
    case "webinar":
      return WEBINAR_LANE;
    case "external":
      return organizerLane(organizerId);
  }
}

/** May a job in this lane drive such an enrolment? A webinar's has two lanes, by what it calls. */
export function isLaneOf(
  lane: string,
  { registrar, actsAs }: { registrar: RegistrarName; actsAs: string },
): boolean {
  return (
    lane === enrolmentLane(registrar, actsAs) ||
    (registrar === "webinar" && lane === WEBINAR_READS_LANE)
  );
}

/** Microsoft limits an app's writes to webinars over all organizers and tenants together. */
export const WEBINAR_LANE = "webinar";
/** Looking at webinars' registrations has a limit of its own. */
export const WEBINAR_READS_LANE = "webinar-reads";

/**
 * 15 creating, updating and deleting calls in 30 seconds, by app over all tenants (Microsoft Graph
 * throttling limits, virtual events). The second more is for what is on its way: a call that arrives
 * late must not meet fifteen that were on time.
 */
export const WEBINAR_WRITES: Budget = { calls: 15, seconds: 31 };
/** 750 reading ones; three calls look somebody up, and others read too. */
export const WEBINAR_LOOK_UPS: Budget = { calls: 150, seconds: 31 };
