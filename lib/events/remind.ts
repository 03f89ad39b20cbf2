import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";
import { followUpTime, reminderTime } from "./reminder-time";

/** Reminds everybody with a place that a date is near. One job for each date and offset. */
export const remind = defineJob({
  name: "events.remind",
  payload: z.object({ dateId: z.uuid(), minutes: z.number().int(), at: z.iso.datetime() }),
});

/** Writes to everybody who had a place when a date is over. */
export const followUp = defineJob({
  name: "events.follow-up",
  payload: z.object({ dateId: z.uuid(), at: z.iso.datetime() }),
});

const LANE = "reminders";

/**
 * Enqueues the event's mails of the clock that are still to come. Runs whenever it is published or
 * saved; a job whose time no longer is one of the event's comes to nothing (remind.job.ts).
 */
export async function scheduleReminders(tx: Tx, eventId: string, now: Date): Promise<void> {
  const dates = await tx
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select([
      "event_dates.id as dateId",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
      "events.reminders",
      "events.follow_up_minutes as followUpMinutes",
    ])
    .where("events.id", "=", eventId)
    .where("event_dates.cancelled_at", "is", null)
    .execute();
  for (const { dateId, reminders, followUpMinutes, ...date } of dates) {
    for (const minutes of reminders) {
      const at = reminderTime(date, minutes);
      if (at > now)
        await enqueue(
          tx,
          remind,
          { dateId, minutes, at: at.toISOString() },
          { lane: LANE, dedupeKey: `remind:${dateId}:${minutes}:${at.getTime()}`, runAt: at },
        );
    }
    if (followUpMinutes === null) continue;
    const at = followUpTime(date, followUpMinutes);
    if (at > now)
      await enqueue(
        tx,
        followUp,
        { dateId, at: at.toISOString() },
        { lane: LANE, dedupeKey: `follow-up:${dateId}:${at.getTime()}`, runAt: at },
      );
  }
}
