import { type Tx, withTx } from "@/lib/db/database";
import { enrolmentLane } from "@/lib/enrolment/lane";
import { wantWithdrawn } from "@/lib/enrolment/queries";
import { reconcileEnrolment, reconcileKey } from "@/lib/enrolment/reconcile";
import { enqueue } from "@/lib/jobs/enqueue";
import { promiseMail } from "./promise-mail";
import { freeOnePlace } from "./queries";

export type GivenUp = { kind: "withdrawn" } | { kind: "already" };

/**
 * Gives up a place: it is free again when the transaction is durable, the registrant at Microsoft
 * goes by a job, and a mail says so. Locks the event before the registration, as sign-ups do.
 */
export function giveUpPlace(
  registration: { id: string; eventId: string },
  by: "attendee" | "organizer",
  now: Date,
): Promise<GivenUp> {
  return withTx(async (tx) => {
    const event = await tx
      .selectFrom("events")
      .select(["acts_as as actsAs"])
      .where("id", "=", registration.eventId)
      .forUpdate()
      .executeTakeFirstOrThrow();
    const given = await tx
      .updateTable("registrations")
      .set({ place: "withdrawn", withdrawn_at: now, withdrawn_by: by })
      .where("id", "=", registration.id)
      .where("event_id", "=", registration.eventId)
      .where("place", "=", "taken")
      .returning("id")
      .executeTakeFirst();
    if (!given) return { kind: "already" };
    await freeOnePlace(tx, registration.eventId);
    await enqueueWithdrawals(tx, [registration.id], event.actsAs);
    await promiseMail(tx, registration.id, "withdrawn");
    return { kind: "withdrawn" };
  });
}

/** Wants these registrations' enrolments gone and enqueues what is left to do at Microsoft. */
export async function enqueueWithdrawals(
  tx: Tx,
  registrationIds: readonly string[],
  organizerId: string,
): Promise<void> {
  for (const { registrationId, registrar } of await wantWithdrawn(tx, registrationIds))
    await enqueue(
      tx,
      reconcileEnrolment,
      { registrationId },
      { lane: enrolmentLane(registrar, organizerId), dedupeKey: reconcileKey(registrationId) },
    );
}
