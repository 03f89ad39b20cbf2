import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import { enqueueAll, type WantedJob, wantJob } from "@/lib/jobs/enqueue";
import { type MailRoute, mailboxOf, readMailbox, waitOnRoute } from "@/lib/messages/mail-route";
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
      eb
        .selectFrom("registrations")
        .whereRef("registrations.id", "=", "mails.registration_id")
        .select(mailboxOf(sql.ref("registrations.event_id")).as("mailbox"))
        .$asScalar()
        .as("mailbox"),
    ])
    .execute();
  const routes = new Map(made.map(({ id, ...route }) => [id, route]));
  const jobs = promised.flatMap(({ id, runAt, requestId }) => {
    const route = routes.get(id);
    return route === undefined ? [] : [mailJob(id, route, { runAt, requestId })];
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
  const mailbox = await readMailbox(tx, eventId);
  await enqueueAll(tx, [mailJob(mailId, { eventId, mailbox })]);
}

/** The job that sends a promised mail, where it waits on its event's way. */
export function mailJob(
  mailId: string,
  route: MailRoute,
  { runAt, requestId }: Pick<PromisedMail, "runAt" | "requestId"> = {},
): WantedJob {
  return wantJob(
    deliverMail,
    { mailId },
    { ...waitOnRoute(route), dedupeKey: deliverMailKey(mailId), runAt, requestId },
  );
}

/** The job that runs goes on in another lane: enqueued while it runs, it runs once more, there. */
export function mailJobElsewhere(mailId: string, route: MailRoute, byServer = false): WantedJob {
  return wantJob(deliverMail, byServer ? { mailId, byServer } : { mailId }, {
    ...waitOnRoute(route, true),
    dedupeKey: deliverMailKey(mailId),
  });
}
