import { withTx } from "@/lib/db/database";
import type { MeetingChanges } from "@/lib/db/schema";
import { lockEvent } from "@/lib/events/queries";
import type { EventAccess } from "@/lib/session/access";

/** Says what is done when the meeting changes, from its next change on; false once the event is cancelled. */
export function setMeetingChanges(access: EventAccess, rule: MeetingChanges): Promise<boolean> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return false;
    await tx
      .updateTable("events")
      .set({ meeting_changes: rule })
      .where("id", "=", access.eventId)
      .execute();
    return true;
  });
}
