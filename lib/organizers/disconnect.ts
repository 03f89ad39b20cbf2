import { withTx } from "@/lib/db/database";
import { leaveMailbox } from "./mailbox";
import { markDisconnected } from "./queries";

/**
 * Usher forgets how to act for this person: their tokens are erased. Events stay; what needs
 * Microsoft waits until they connect again.
 */
export async function disconnect(personId: string): Promise<void> {
  await withTx(async (tx) => {
    await markDisconnected(tx, personId);
    await leaveMailbox(tx, personId);
  });
}
