import { z } from "zod";

/** What may be done when the meeting changes: the organizer is asked, or the event follows. */
export const MEETING_CHANGES = ["ask", "follow"] as const;

/** The choice as its form sends it. */
export const meetingChangesInput = z.enum(MEETING_CHANGES);
