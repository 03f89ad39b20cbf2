import type { MailKind } from "@/lib/db/schema";
import { followUpTime, reminderTime } from "@/lib/events/reminder-time";

/** When a kind of the clock goes out at an event, the first first; none of those of events. */
export function messageTime(
  kind: MailKind,
  event: {
    startsAt: string;
    endsAt: string;
    zone: string;
    reminders: readonly number[];
    followUpMinutes: number | null;
  },
): Date[] {
  const { zone } = event;
  if (kind === "reminder")
    return event.reminders.map((minutes) =>
      reminderTime({ startsAt: new Date(event.startsAt), zone }, minutes),
    );
  if (kind !== "follow_up" || event.followUpMinutes === null) return [];
  return [followUpTime({ endsAt: new Date(event.endsAt), zone }, event.followUpMinutes)];
}
