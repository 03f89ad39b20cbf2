import { z } from "zod";
import type { SealedCookie } from "./sealed-cookie";

/** The event that an attendee went to Microsoft for. `tid` is its organizer's tenant. */
export const attendeeEvent: SealedCookie<{
  eventId: string;
  slug: string;
  tid: string;
}> = {
  name: "usher-attendee-event",
  shape: z.object({ eventId: z.string(), slug: z.string(), tid: z.string() }),
};
