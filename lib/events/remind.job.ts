import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { RetryLater } from "@/lib/jobs/faults";
import { handle } from "@/lib/jobs/handle";
import { beginMailRound } from "@/lib/registrations/mail-round";
import { followUpOccasion, reminderOccasion } from "@/lib/registrations/occasions";
import { followUp, remind } from "./remind";
import { followUpTime, reminderTime } from "./reminder-time";

export const remindHandler = handle(remind, ({ dateId, minutes, at }) =>
  withTx(async (tx) => {
    const date = await loadDate(tx, dateId);
    const due = new Date(at);
    // The event has moved, was cancelled or reminds otherwise by now: other jobs have its mails.
    if (!date?.reminders.includes(minutes) || !isDue(reminderTime(date, minutes), due)) return;
    waitFor(due, date.now);
    if (date.startsAt <= date.now) return;
    // Who waited for a process that was down hears from the nearest reminder only.
    const isOvertaken = date.reminders.some(
      (other) => other < minutes && reminderTime(date, other) <= date.now,
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
    const due = new Date(at);
    if (!isDue(followUpTime(date, date.followUpMinutes), due)) return;
    waitFor(due, date.now);
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

/** A reminder before its time says something untrue, whoever woke its job. */
function waitFor(due: Date, now: Date): void {
  const afterSeconds = Math.ceil((due.getTime() - now.getTime()) / 1000);
  if (afterSeconds > 0) throw new RetryLater("It is not time yet.", { afterSeconds });
}

/** A date of an event that takes place as far as is known, with what its event sends. */
function loadDate(tx: Tx, dateId: string) {
  return (
    tx
      .selectFrom("event_dates")
      .innerJoin("events", "events.id", "event_dates.event_id")
      .select([
        "events.id as eventId",
        "events.reminders",
        "events.follow_up_minutes as followUpMinutes",
        "event_dates.starts_at as startsAt",
        "event_dates.ends_at as endsAt",
        "event_dates.zone",
        // The clock that said that the job is due: this process's own may be behind.
        sql<Date>`now()`.as("now"),
      ])
      .where("event_dates.id", "=", dateId)
      .where("event_dates.cancelled_at", "is", null)
      .where("events.state", "in", ["open", "closed"])
      // Nobody is reminded of a meeting that is cancelled at Microsoft before its organizer says more.
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("followed_meetings")
              .select("event_id")
              .whereRef("followed_meetings.event_id", "=", "events.id")
              .where("lost", "is not", null)
              .where("dismissed", "=", false),
          ),
        ),
      )
      .where((eb) =>
        eb.not(
          eb.exists(
            eb
              .selectFrom("followed_dates")
              .select("date_id")
              .whereRef("followed_dates.date_id", "=", "event_dates.id")
              .where("followed_dates.lost", "is not", null),
          ),
        ),
      )
      .executeTakeFirst()
  );
}
