import { withTx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import type { EventAccess } from "@/lib/session/access";
import { lockEvent } from "./queries";
import { findWayIn } from "./way-in";

/** `wayIn`: everybody reads it, so it may hold no way into the meeting, in a draft neither. */
export type SetPrivacyNoticeOutcome = { kind: "saved" | "wayIn" | "cancelled" };

/** Keeps the organizer's own privacy notice, which stands at the event's form. */
export async function setPrivacyNotice(
  access: EventAccess,
  notice: string,
): Promise<SetPrivacyNoticeOutcome> {
  if (findWayIn(notice).length > 0) return { kind: "wayIn" };
  return withTx(async (tx): Promise<SetPrivacyNoticeOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    await tx
      .updateTable("events")
      .set({ privacy_notice: notice })
      .where("id", "=", access.eventId)
      .execute();
    if (event.state !== "draft") await bumpPage(tx, access.eventId);
    return { kind: "saved" };
  });
}
