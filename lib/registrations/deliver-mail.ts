import { z } from "zod";
import { defineJob } from "@/lib/jobs/define";

/**
 * Sends one promised mail. Neither SMTP nor Graph has exactly-once: a crash between the answer and our
 * commit sends it again, by the mail server under the same Message-ID.
 */
export const deliverMail = defineJob({
  name: "registrations.deliver-mail",
  payload: z.object({
    mailId: z.uuid(),
    /** The organizer's mailbox refused this one mail: the mail server sends it, whatever was chosen. */
    byServer: z.literal(true).optional(),
  }),
  maxAttempts: 200,
});

/** Dedupe key of a mail's job. */
export function deliverMailKey(mailId: string): string {
  return `mail:${mailId}`;
}
