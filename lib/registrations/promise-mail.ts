import { randomUUID } from "node:crypto";
import type { Tx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import { enqueueAll, type WantedJob, wantJob } from "@/lib/jobs/enqueue";
import { MAIL_LANE } from "@/lib/mail/lane";
import { deliverMail, deliverMailKey } from "./deliver-mail";

interface PromisedMail {
  registrationId: string;
  kind: MailKind;
  /** Whoever was promised a mail for the same occasion gets no other (occasions.ts). */
  occasion?: string;
  /** Not before; default now. */
  runAt?: Date;
  /** Who asked for it; default: the running request. */
  requestId?: string | null;
}

/**
 * Promises mails in the caller's transaction: the rows that the roster shows and the jobs that send
 * them, in two statements.
 */
export async function promiseMails(tx: Tx, mails: PromisedMail[]): Promise<void> {
  if (mails.length === 0) return;
  const promised = mails.map((mail) => ({ ...mail, id: randomUUID() }));
  const made = await tx
    .insertInto("mails")
    .values(
      promised.map(({ id, registrationId, kind, occasion }) => ({
        id,
        registration_id: registrationId,
        kind,
        occasion: occasion ?? null,
      })),
    )
    .onConflict((conflict) =>
      conflict
        .columns(["registration_id", "occasion"])
        .where("occasion", "is not", null)
        .doNothing(),
    )
    .returning((eb) => [
      "id",
      eb
        .selectFrom("registrations")
        .whereRef("registrations.id", "=", "mails.registration_id")
        .select("event_id")
        .$asScalar()
        .$notNull()
        .as("eventId"),
    ])
    .execute();
  const events = new Map(made.map(({ id, eventId }) => [id, eventId]));
  const jobs = promised.flatMap(({ id, runAt, requestId }) => {
    const eventId = events.get(id);
    return eventId === undefined ? [] : [mailJob(id, eventId, { runAt, requestId })];
  });
  if (jobs.length > 0) await enqueueAll(tx, jobs);
}

/** Promises one mail, as `promiseMails` does. */
export async function promiseMail(
  tx: Tx,
  registrationId: string,
  kind: MailKind,
  runAt?: Date,
): Promise<void> {
  await promiseMails(tx, [{ registrationId, kind, runAt }]);
}

/** Sends a promised mail now; the job that already waits is pulled forward. */
export async function sendNow(tx: Tx, mailId: string, eventId: string): Promise<void> {
  await enqueueAll(tx, [mailJob(mailId, eventId)]);
}

/** The job that sends a promised mail; events take turns, whichever promised thousands. */
export function mailJob(
  mailId: string,
  eventId: string,
  { runAt, requestId }: Pick<PromisedMail, "runAt" | "requestId"> = {},
): WantedJob {
  return wantJob(
    deliverMail,
    { mailId },
    {
      lane: MAIL_LANE,
      // The event's rounds of another lane are others.
      share: `mail:${eventId}`,
      dedupeKey: deliverMailKey(mailId),
      runAt,
      requestId,
    },
  );
}
