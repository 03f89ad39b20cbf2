import { withTx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";
import { lockEvent } from "./queries";

/** Lets search engines find the page, or no more. False when the event was cancelled. */
export function listEvent(access: EventAccess, listed: boolean): Promise<boolean> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return false;
    await tx.updateTable("events").set({ listed }).where("id", "=", access.eventId).execute();
    if (event.state !== "draft") await bumpPage(tx, access.eventId);
    return true;
  });
}
