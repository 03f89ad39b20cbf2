import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { closeRegistration, closeRegistrationKey } from "@/lib/enrolment/close-registration";
import { enqueue } from "@/lib/jobs/enqueue";
import { organizerLane } from "@/lib/organizers/lane";
import { selectLeft } from "./queries";

/**
 * Ends the move of a locked event, if there is one. Registrations at Microsoft that Usher made for
 * it, at meetings that it has left, go where nobody needs them any more: their job looks.
 */
export async function endMove(tx: Tx, eventId: string, as: "done" | "left"): Promise<void> {
  await tx
    .updateTable("moves")
    .set({ state: as, finished_at: sql<Date>`now()` })
    .where("event_id", "=", eventId)
    .where("state", "in", ["moving", "stopped"])
    .execute();
  await closeLeft(tx, eventId);
}

/** Asks again for the end of what the event has left at Microsoft. */
export async function closeLeft(tx: Tx, eventId: string): Promise<void> {
  for (const { id, actsAs } of await selectLeft(tx, eventId))
    await enqueue(
      tx,
      closeRegistration,
      { meetingId: id },
      { lane: organizerLane(actsAs), dedupeKey: closeRegistrationKey(id) },
    );
}
