import { withTx } from "@/lib/db/database";
import type { EventAccess } from "@/lib/session/access";
import { lockEvent } from "./queries";

/**
 * Takes a date off a page that was never published. Once it is, a date is cancelled instead, since
 * calendars have it. Answers false where that is not possible, or it is the only one.
 */
export function removeDate(access: EventAccess, dateId: string): Promise<boolean> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state !== "draft") return false;
    const dates = await tx
      .selectFrom("event_dates")
      .select("id")
      .where("event_id", "=", access.eventId)
      .execute();
    if (dates.length < 2 || !dates.some(({ id }) => id === dateId)) return false;
    await tx.deleteFrom("event_dates").where("id", "=", dateId).execute();
    // Nobody chooses among one.
    if (dates.length === 2)
      await tx
        .updateTable("events")
        .set({ chooses_dates: false })
        .where("id", "=", access.eventId)
        .execute();
    return true;
  });
}
