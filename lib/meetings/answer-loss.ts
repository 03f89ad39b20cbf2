import { withTx } from "@/lib/db/database";
import { lockEvent } from "@/lib/events/queries";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";
import { lockFollowed } from "./queries";

/** The event takes place: sign-ups open again where the loss had closed them; or it stays as it is. */
export const LOSS_ANSWERS = ["takes-place", "stay-closed"] as const;
export type LossAnswer = (typeof LOSS_ANSWERS)[number];

/**
 * Answers that a meeting was lost, or is back. To cancel the event is a decision of its own
 * (cancelEvent). Answers false when there was nothing to answer any more.
 */
export function answerLoss(
  access: EventAccess,
  { answer, version }: { answer: LossAnswer; version: number },
): Promise<{ kind: "answered"; reopened: boolean } | { kind: "overtaken" }> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, access.eventId);
    const row = await lockFollowed(tx, access.eventId);
    const isLive = event.state === "open" || event.state === "closed";
    const asks = row && (row.closed_by_loss || (row.lost !== null && !row.dismissed));
    if (!asks || row.version !== version || !isLive) return { kind: "overtaken" } as const;
    const reopened = answer === "takes-place" && row.closed_by_loss && event.state === "closed";
    if (reopened) {
      await tx
        .updateTable("events")
        .set({ state: "open" })
        .where("id", "=", access.eventId)
        .execute();
      await bumpPage(tx, access.eventId);
    }
    await tx
      .updateTable("followed_meetings")
      .set({ dismissed: row.lost !== null, closed_by_loss: false, version: row.version + 1 })
      .where("event_id", "=", access.eventId)
      .execute();
    return { kind: "answered", reopened } as const;
  });
}
