import type { Db, Tx } from "@/lib/db/database";
import { isGranted } from "@/lib/graph/scopes";
import { moveWaiting } from "@/lib/jobs/lanes";
import { MAIL_LANE, mailboxLane } from "@/lib/mail/lane";

/** May Usher send from a mailbox with a grant of these scopes? */
export function maySendMail(scopes: string[]): boolean {
  return isGranted(scopes, "Mail.Send");
}

/**
 * Nothing goes from this person's mailbox any more: what waits for it goes by the mail server, also
 * while the mailbox's lane is paused for a while yet.
 */
export async function leaveMailbox(tx: Tx, personId: string): Promise<void> {
  await moveWaiting(tx, { from: mailboxLane(personId), to: MAIL_LANE });
}

/** It sends again, or somebody has mended what kept it from it: the next mail tries. */
export async function forgetMailboxTrouble(db: Db | Tx, personId: string): Promise<void> {
  await db.deleteFrom("mailbox_troubles").where("person_id", "=", personId).execute();
}
