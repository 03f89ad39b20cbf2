import { z } from "zod";
import { defineJob } from "@/lib/jobs/define";

/**
 * Sends one promised mail. SMTP has no exactly-once: a crash between the server's answer and our
 * commit sends it again under the same Message-ID.
 */
export const deliverMail = defineJob({
  name: "registrations.deliver-mail",
  payload: z.object({ mailId: z.uuid() }),
  maxAttempts: 200,
});

/** Dedupe key of a mail's job. */
export function deliverMailKey(mailId: string): string {
  return `mail:${mailId}`;
}
