import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";
import { MAIL_LANE } from "@/lib/mail/lane";
import { leaveMailbox } from "./mailbox";
import { findOtherOwners } from "./queries";

/** Mails somebody that a connection broke at that moment, unless it works again by then. */
export const tellBroken = defineJob({
  name: "organizers.tell-broken",
  payload: z.object({ personId: z.uuid(), toPersonId: z.uuid(), brokenAt: z.iso.datetime() }),
  maxAttempts: 200,
});

/**
 * Has it told, once for each time that it breaks: in the transaction that says so; what waits for
 * the person's mailbox goes by the mail server. A deleted account reads no mail, so whoever else
 * owns an event of theirs is told as well.
 */
export async function announceBroken(
  tx: Tx,
  personId: string,
  { reason, brokenAt }: { reason: string; brokenAt: Date },
): Promise<void> {
  await leaveMailbox(tx, personId);
  const others = reason === "user-gone" ? await findOtherOwners(tx, personId) : [];
  for (const toPersonId of [personId, ...others])
    await enqueue(
      tx,
      tellBroken,
      { personId, toPersonId, brokenAt: brokenAt.toISOString() },
      { lane: MAIL_LANE },
    );
}
