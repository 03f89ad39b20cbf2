import { withTx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";

/** Stops sign-ups. Touches no link; reopening takes them again. Answers false when it was not open. */
export function closeEvent(access: EventAccess): Promise<boolean> {
  return change(access, "open", "closed");
}

/** Takes sign-ups again. Answers false when it was not closed. */
export function reopenEvent(access: EventAccess): Promise<boolean> {
  return change(access, "closed", "open");
}

function change(access: EventAccess, from: "open" | "closed", to: "open" | "closed") {
  return withTx(async (tx) => {
    const changed = await tx
      .updateTable("events")
      .set({ state: to })
      .where("id", "=", access.eventId)
      .where("state", "=", from)
      .executeTakeFirst();
    if (changed.numUpdatedRows === 0n) return false;
    await bumpPage(tx, access.eventId);
    return true;
  });
}
