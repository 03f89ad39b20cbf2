import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import { beginMailRound } from "@/lib/registrations/mail-round";
import { dateOccasion } from "@/lib/registrations/occasions";
import type { EventAccess } from "@/lib/session/access";
import { lockEvent } from "./queries";

export type CancelDateOutcome =
  | { kind: "cancelled" }
  /** It is the only one that is left: then the event is what is cancelled. */
  | { kind: "last-one" }
  | { kind: "not-possible" };

/**
 * Cancels one date of a published event. Whoever comes to it is told and their calendars forget it;
 * places, links and the other dates stay.
 */
export function cancelDate(
  access: EventAccess,
  dateId: string,
  now: Date,
): Promise<CancelDateOutcome> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, access.eventId);
    return cancelLockedDate(tx, event, dateId, now);
  });
}

/** The same of an event whose row is locked, in the caller's transaction. */
export async function cancelLockedDate(
  tx: Tx,
  event: Pick<Awaited<ReturnType<typeof lockEvent>>, "id" | "state">,
  dateId: string,
  now: Date,
): Promise<CancelDateOutcome> {
  if (event.state !== "open" && event.state !== "closed") return { kind: "not-possible" };
  const toCome = await tx
    .selectFrom("event_dates")
    .select("id")
    .where("event_id", "=", event.id)
    .where("cancelled_at", "is", null)
    .where("ends_at", ">", now)
    .execute();
  if (!toCome.some(({ id }) => id === dateId)) return { kind: "not-possible" };
  if (toCome.length === 1) return { kind: "last-one" };
  await tx
    .updateTable("event_dates")
    .set((eb) => ({
      cancelled_at: now,
      sequence: eb("sequence", "+", 1),
      changed_at: sql<Date>`now()`,
    }))
    .where("id", "=", dateId)
    .execute();
  await bumpPage(tx, event.id);
  await beginMailRound(tx, {
    eventId: event.id,
    kind: "dates",
    occasion: dateOccasion("cancelled", dateId),
    // Also who signed up for it while this waited for the event.
    before: new Date(),
  });
  return { kind: "cancelled" };
}
