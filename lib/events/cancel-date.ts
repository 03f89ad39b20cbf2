import { sql } from "kysely";
import { withTx } from "@/lib/db/database";
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
  return withTx(async (tx): Promise<CancelDateOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state !== "open" && event.state !== "closed") return { kind: "not-possible" };
    const toCome = await tx
      .selectFrom("event_dates")
      .select("id")
      .where("event_id", "=", access.eventId)
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
    await bumpPage(tx, access.eventId);
    await beginMailRound(tx, {
      eventId: access.eventId,
      kind: "dates",
      occasion: dateOccasion("cancelled", dateId),
      // Also who signed up for it while this waited for the event.
      before: new Date(),
    });
    return { kind: "cancelled" };
  });
}
