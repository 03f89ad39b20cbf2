import type { Tx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import { enqueueAll, type WantedJob, wantJob } from "@/lib/jobs/enqueue";
import { MAIL_LANE } from "@/lib/mail/lane";
import { deliverMail, deliverMailKey } from "./deliver-mail";

/**
 * Promises a mail in the caller's transaction: the row that the roster shows and the job that sends
 * it. Answers the mail's id.
 */
export async function promiseMail(
  tx: Tx,
  registrationId: string,
  kind: MailKind,
  runAt?: Date,
): Promise<string> {
  const { id } = await tx
    .insertInto("mails")
    .values({ registration_id: registrationId, kind })
    .returning("id")
    .executeTakeFirstOrThrow();
  await sendNow(tx, id, runAt);
  return id;
}

/** Sends a promised mail now (or at `runAt`); the job that already waits is pulled forward. */
export async function sendNow(tx: Tx, mailId: string, runAt?: Date): Promise<void> {
  await enqueueAll(tx, [mailJob(mailId, runAt)]);
}

/** The job that sends a promised mail. */
export function mailJob(mailId: string, runAt?: Date): WantedJob {
  const options = { lane: MAIL_LANE, dedupeKey: deliverMailKey(mailId), runAt };
  return wantJob(deliverMail, { mailId }, options);
}
