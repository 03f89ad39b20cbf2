import { db, withTx } from "@/lib/db/database";
import { closeRegistration, closeRegistrationKey } from "@/lib/enrolment/close-registration";
import { enqueue } from "@/lib/jobs/enqueue";
import { endMove } from "@/lib/moving/end-move";
import { organizerLane } from "@/lib/organizers/lane";
import { bumpPage } from "@/lib/pages/bump";
import { enqueueWithdrawals } from "@/lib/registrations/give-up-place";
import { promiseMails } from "@/lib/registrations/promise-mail";
import { ACTIVE_PLACES } from "@/lib/registrations/queries";
import type { EventAccess } from "@/lib/session/access";
import { countEnrolled, hasSibling, lockEvent } from "./queries";

/** Links that work today and would end. For the sentence before the button. */
export function countLinks(access: EventAccess): Promise<number> {
  return countEnrolled(db(), access.eventId);
}

/**
 * Cancels a published event: every link ends, everybody with a place, or who waits for one, is told by mail, and a
 * registration at Microsoft that Usher made goes with the last event of its meeting. Answers false
 * when there was nothing to cancel.
 */
export function cancelEvent(access: EventAccess, now: Date): Promise<boolean> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state !== "open" && event.state !== "closed") return false;
    await tx
      .updateTable("events")
      .set({ state: "cancelled", cancelled_at: now })
      .where("id", "=", access.eventId)
      .execute();
    await bumpPage(tx, access.eventId);
    const people = await tx
      .selectFrom("registrations")
      .select(["id", "place"])
      .where("event_id", "=", access.eventId)
      .where("place", "in", ACTIVE_PLACES)
      // An address that nobody confirmed gets no more mail.
      .where("unconfirmed", "=", false)
      .execute();
    const holders = people.filter(({ place }) => place === "taken");
    await enqueueWithdrawals(
      tx,
      holders.map(({ id }) => id),
      event,
    );
    await promiseMails(
      tx,
      people.map(({ id }) => ({ registrationId: id, kind: "cancelled" as const })),
    );
    if (event.registrar === "external" && !(await hasSibling(tx, event.meetingId, event.id)))
      await enqueue(
        tx,
        closeRegistration,
        { meetingId: event.meetingId },
        {
          lane: organizerLane(event.actsAs),
          dedupeKey: closeRegistrationKey(event.meetingId),
        },
      );
    await endMove(tx, event.id, "left");
    return true;
  });
}
