import type { Tx } from "@/lib/db/database";
import { promiseMail, sendNow } from "./promise-mail";
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
