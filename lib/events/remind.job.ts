import { type Tx, withTx } from "@/lib/db/database";
import { handle } from "@/lib/jobs/handle";
import { beginMailRound } from "@/lib/registrations/mail-round";
import { followUpOccasion, reminderOccasion } from "@/lib/registrations/occasions";
import { followUp, remind } from "./remind";
import { followUpTime, reminderTime } from "./reminder-time";

export const remindHandler = handle(remind, ({ dateId, minutes, at }) =>
  withTx(async (tx) => {
    const date = await loadDate(tx, dateId);
    const due = new Date(at);
    const now = new Date();
    // The event has moved, was cancelled or reminds otherwise by now: other jobs have its mails.
    if (!date?.reminders.includes(minutes) || !isDue(reminderTime(date, minutes), due)) return;
    if (date.startsAt <= now) return;
    // Who waited for a process that was down hears from the nearest reminder only.
    const isOvertaken = date.reminders.some(
      (other) => other < minutes && reminderTime(date, other) <= now,
    );
    if (isOvertaken) return;
    await beginMailRound(tx, {
      eventId: date.eventId,
      kind: "reminder",
      occasion: reminderOccasion({ dateId, minutes, startsAt: date.startsAt }),
      before: due,
    });
  }),
);

/**
 * To everybody who had a place. Where attendance comes to be known, this is the place that tells
 * who came from who didn't: two rounds, each with its own people and words.
 */
export const followUpHandler = handle(followUp, ({ dateId, at }) =>
  withTx(async (tx) => {
    const date = await loadDate(tx, dateId);
    if (!date || date.followUpMinutes === null) return;
    if (!isDue(followUpTime(date, date.followUpMinutes), new Date(at))) return;
    await beginMailRound(tx, {
      eventId: date.eventId,
      kind: "follow_up",
      occasion: followUpOccasion({ dateId, endsAt: date.endsAt }),
      before: date.endsAt,
    });
  }),
);

function isDue(time: Date, at: Date): boolean {
  return time.getTime() === at.getTime();
}

/** A date of an event that takes place, with what its event sends. */
function loadDate(tx: Tx, dateId: string) {
  return tx
    .selectFrom("event_dates")
    .innerJoin("events", "events.id", "event_dates.event_id")
    .select([
      "events.id as eventId",
      "events.reminders",
      "events.follow_up_minutes as followUpMinutes",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
    ])
    .where("event_dates.id", "=", dateId)
    .where("events.state", "in", ["open", "closed"])
    .executeTakeFirst();
}
