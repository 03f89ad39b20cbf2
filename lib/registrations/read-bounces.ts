import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";

/** Reads the return mailbox: which mails came back after the mail server took them. */
export const readBounces = defineJob({ name: "registrations.read-bounces", payload: z.object({}) });

/** One look at a time over all instances; a look that is asked for sooner comes forward. */
export async function scheduleReadBounces(tx: Tx, at: Date): Promise<void> {
  await enqueue(tx, readBounces, {}, { lane: "bounces", dedupeKey: "read-bounces", runAt: at });
}
