import { z } from "zod";
import type { SealedCookie } from "./sealed-cookie";

/**
 * The event that an attendee went to Microsoft for. `tid` is its organizer's tenant, `query` what its
 * form's address says of where they came from, `scope` what they are asked for beyond who they are.
 */
export const attendeeEvent: SealedCookie<{
  eventId: string;
  slug: string;
  tid: string;
  query: string;
  scope: string | null;
}> = {
  name: "usher-attendee-event",
  shape: z.object({
    eventId: z.string(),
    slug: z.string(),
    tid: z.string(),
    query: z.string().default(""),
    scope: z.string().nullable().default(null),
  }),
};
