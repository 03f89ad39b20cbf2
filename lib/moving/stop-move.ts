import { withTx } from "@/lib/db/database";
import { lockEvent } from "@/lib/events/queries";
import type { EventAccess } from "@/lib/session/access";
import { checkMove } from "./move-people";

/**
 * Stops a move: whoever has no new link yet keeps the old one, except whom Microsoft has taken
 * already. Answers false when none was under way.
 */
export function stopMove(access: EventAccess): Promise<boolean> {
  return change(access, "moving", "stopped");
}

/** Goes on with a move that was stopped. Answers false when none was. */
export function resumeMove(access: EventAccess): Promise<boolean> {
  return change(access, "stopped", "moving");
}

function change(
  access: EventAccess,
  from: "moving" | "stopped",
  to: "moving" | "stopped",
): Promise<boolean> {
  return withTx(async (tx) => {
    await lockEvent(tx, access.eventId);
    const changed = await tx
      .updateTable("moves")
      .set({ state: to })
      .where("event_id", "=", access.eventId)
      .where("state", "=", from)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return false;
    await checkMove(tx, access.eventId);
    return true;
  });
}
