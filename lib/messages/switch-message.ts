import { withTx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import { lockEvent } from "@/lib/events/queries";
import { scheduleReminders } from "@/lib/events/remind";
import type { EventAccess } from "@/lib/session/access";
import { isSwitchable } from "./switchable";

/** When reminders and the follow-up go out once they are turned on; the editor changes it. */
const REMINDERS = [24 * 60, 60];
const FOLLOW_UP = 24 * 60;

export type SwitchOutcome = "switched" | "needed" | "cancelled";

/** Turns a kind of mail on or off. What a promise needs stays on. */
export async function switchMessage(
  access: EventAccess,
  kind: MailKind,
  on: boolean,
  now: Date,
): Promise<SwitchOutcome> {
  if (!isSwitchable(kind)) return "needed";
  return withTx(async (tx) => {
    const { state } = await lockEvent(tx, access.eventId);
    if (state === "cancelled") return "cancelled";
    const event = await tx
      .selectFrom("events")
      .select(["reminders", "follow_up_minutes as followUp", "mails_off as off"])
      .where("id", "=", access.eventId)
      .executeTakeFirstOrThrow();
    const others = event.off.filter((each) => each !== kind);
    const change = {
      reminder: { reminders: on ? (event.reminders.length > 0 ? event.reminders : REMINDERS) : [] },
      follow_up: { follow_up_minutes: on ? (event.followUp ?? FOLLOW_UP) : null },
      lapsed: { mails_off: on ? others : [...others, kind] },
    }[kind];
    await tx.updateTable("events").set(change).where("id", "=", access.eventId).execute();
    if (state !== "draft") await scheduleReminders(tx, access.eventId, now);
    return "switched";
  });
}
