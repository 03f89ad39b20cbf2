import { type Tx, withTx } from "@/lib/db/database";
import type { JobContext } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { type SendOutcome, send } from "@/lib/mail/transport";
import type { OutgoingMail } from "@/lib/mail/types";
import { metrics } from "@/lib/metrics";
import { leaveMailbox } from "@/lib/organizers/mailbox";
import type { MailRoute } from "./mail-route";
import { noteTrouble } from "./mailbox-trouble";
import { sendByMailbox } from "./send-by-mailbox";

export type RoutedOutcome =
  | SendOutcome
  /** It waits in the mail server's lane from now on; `alone`: whatever others do. */
  | { kind: "goes-by-server"; alone: boolean };

/**
 * Sends a message of an event the way that its mails go. A mailbox that can't be used is noted, and
 * what waits for it goes by the mail server, in one transaction with `goOn`, which has the caller's
 * own job do so.
 * @throws MailFault by the mail server; PauseLane, RetryLater and LanePaused by a mailbox.
 */
export async function sendByRoute(
  { mailbox }: Pick<MailRoute, "mailbox">,
  message: OutgoingMail,
  run: Pick<JobContext, "turn" | "attempt">,
  goOn: (tx: Tx, alone: boolean) => Promise<void>,
): Promise<RoutedOutcome> {
  if (mailbox === null) return send(message);
  const outcome = await sendByMailbox(mailbox, message, run);
  if (outcome.kind === "sent") return outcome;
  if (outcome.kind === "not-this-one") {
    await withTx((tx) => goOn(tx, true));
    return { kind: "goes-by-server", alone: true };
  }
  const { trouble, requestId, lookAgainAt } = outcome;
  log.warn({ personId: mailbox, trouble, graphRequestId: requestId }, "a mailbox can't be used");
  metrics().mailboxTrouble.inc({ trouble });
  await withTx(async (tx) => {
    if (trouble !== "connection")
      await noteTrouble(tx, mailbox, { trouble, requestId, lookAgainAt });
    await leaveMailbox(tx, mailbox);
    await goOn(tx, false);
  });
  return { kind: "goes-by-server", alone: false };
}
