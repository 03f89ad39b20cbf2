import { db, withTx } from "@/lib/db/database";
import type { EventAccess } from "@/lib/session/access";
import { LINK_OPENS, type LinkOpens } from "./link-opens-input";
import { lockEvent } from "./queries";

/** Says from when personal links lead on. It counts at once; false once the event is cancelled. */
export function setLinkOpens(access: EventAccess, minutes: number | null): Promise<boolean> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return false;
    await tx
      .updateTable("events")
      .set({ link_opens_minutes: minutes })
      .where("id", "=", access.eventId)
      .execute();
    return true;
  });
}

/** What the setting says now, as its form has it. */
export async function readLinkOpens(access: EventAccess): Promise<LinkOpens> {
  const { minutes } = await db()
    .selectFrom("events")
    .select("link_opens_minutes as minutes")
    .where("id", "=", access.eventId)
    .executeTakeFirstOrThrow();
  return LINK_OPENS.find((each) => each === String(minutes ?? "any")) ?? "any";
}
