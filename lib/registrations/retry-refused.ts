import { withTx } from "@/lib/db/database";
import { WEBINAR_LANE } from "@/lib/enrolment/lane";
import { setGoing } from "@/lib/enrolment/refused-people";
import { laneState, resumeLane } from "@/lib/jobs/lanes";
import { organizerLane } from "@/lib/organizers/lane";

/** As many at once as one transaction should hold; the button is there again for the rest. */
const MOST = 1_000;

/**
 * Tries again, now, everybody who was refused at this organizer's events for what others may have
 * mended, and opens the lanes that rest because Entra refused Usher itself. Answers how many.
 */
export function retryRefused(organizerId: string): Promise<number> {
  return withTx(async (tx) => {
    const set = await setGoing(tx, { organizerId }, MOST);
    for (const lane of [organizerLane(organizerId), WEBINAR_LANE]) {
      // A pause that Microsoft asked for still holds.
      if ((await laneState(tx, lane)).reason === "operator") await resumeLane(tx, lane);
    }
    return set.length;
  });
}
