import type { Tx } from "@/lib/db/database";
import { moveOccasion } from "./occasions";
import { promiseMail, promiseMails, sendNow } from "./promise-mail";
import { loadConfirmation } from "./queries";

/**
 * The link is there: the confirmation that still waits for it goes out at once; where it went out
 * without the link, a second mail brings it. Runs in the transaction that stores the link.
 */
export async function announceLink(tx: Tx, registrationId: string, eventId: string): Promise<void> {
  const confirmation = await loadConfirmation(tx, registrationId);
  if (!confirmation || (confirmation.withLink && confirmation.state !== "failed")) return;
  if (confirmation.state === "waiting") await sendNow(tx, confirmation.id, eventId);
  else await promiseMail(tx, registrationId, "link");
}

/** The same where a move gave another link to somebody who had one: one mail for each move. */
export async function announceMove(tx: Tx, registrationId: string, moveId: string): Promise<void> {
  await promiseMails(tx, [{ registrationId, kind: "moved", occasion: moveOccasion(moveId) }]);
}
