import { withTx } from "@/lib/db/database";
import { lockEvent } from "@/lib/events/queries";
import type { EventAccess } from "@/lib/session/access";
import { applyDates, keepDates, loadAskedDates } from "./answer-dates";
import { applyChange, ownZoneKept } from "./apply-change";
import { countComing } from "./count-coming";
import { NO_NEWS } from "./follow";
import { lockFollowed } from "./queries";

/** What an organizer says to a change of the meeting: apply and tell people, apply only, or neither. */
export const ANSWERS = ["tell", "quiet", "keep"] as const;
export type Answer = (typeof ANSWERS)[number];

export type AnswerOutcome =
  /** So many people get a mail. */
  | { kind: "applied"; told: number }
  | { kind: "kept" }
  /** The meeting changed again, or somebody else answered: what was asked is no more. */
  | { kind: "overtaken" }
  | { kind: "leaks-way-in" }
  | { kind: "opens-after-end" }
  /** Not every date could follow: the page has that time already, it is over, or the only one left. */
  | { kind: "dates-left" };

/** Answers what `version` of the news asked. From then on the meeting is known as it is now. */
export function answerChange(
  access: EventAccess,
  { answer, version }: { answer: Answer; version: number },
  now: Date,
): Promise<AnswerOutcome> {
  return withTx(async (tx): Promise<AnswerOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    const row = await lockFollowed(tx, access.eventId);
    const dates = await loadAskedDates(tx, access.eventId, now);
    const asks =
      row && (row.new_subject !== null || row.new_starts_at !== null || dates.length > 0);
    const isLive = event.state === "open" || event.state === "closed";
    if (!asks || row.version !== version || !isLive) return { kind: "overtaken" };
    // Whoever comes to a date that moves or is cancelled is told: there is no quiet way.
    if (answer === "quiet" && dates.length > 0) return { kind: "overtaken" };
    const { new_subject: subject, new_starts_at: startsAt, new_ends_at: endsAt } = row;
    const time =
      startsAt && endsAt && row.new_zone ? { startsAt, endsAt, zone: row.new_zone } : null;
    let outcome: AnswerOutcome = { kind: "kept" };
    if (answer === "keep") await keepDates(tx, dates);
    else {
      const toldOfDates = await countComing(
        tx,
        access.eventId,
        dates.map(({ id }) => id),
      );
      // Before the name: whoever hears of that knows the dates as they are by then.
      const left = await applyDates(tx, event, dates, now);
      outcome = await applyChange(
        tx,
        event,
        { subject, time: time && ownZoneKept(row.zone, time) },
        { tell: answer === "tell", followed: false, now },
      );
      if (outcome.kind !== "applied") return outcome;
      const told = Math.max(outcome.told, toldOfDates);
      outcome = left > 0 ? { kind: "dates-left" } : { kind: "applied", told };
    }
    await tx
      .updateTable("followed_meetings")
      .set({
        ...NO_NEWS,
        version: row.version + 1,
        ...(subject !== null && { subject }),
        ...(time && { starts_at: time.startsAt, ends_at: time.endsAt, zone: time.zone }),
      })
      .where("event_id", "=", access.eventId)
      .execute();
    return outcome;
  });
}
