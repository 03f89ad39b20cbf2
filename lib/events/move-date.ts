import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { followAgain } from "@/lib/meetings/follow";
import { bumpPage } from "@/lib/pages/bump";
import { beginMailRound } from "@/lib/registrations/mail-round";
import { movedDateOccasion } from "@/lib/registrations/occasions";
import type { EventAccess } from "@/lib/session/access";
import { schedulePageChanges } from "./page-change";
import { lockEvent } from "./queries";
import { scheduleReminders } from "./remind";

export type MoveDateOutcome =
  | { kind: "moved" | "same" }
  | { kind: "past" | "twice" }
  /** The event or the date is cancelled, or over. */
  | { kind: "not-possible" };

/**
 * Gives one date of several another time. Whoever comes to it keeps coming, is told, and the entry
 * in their calendar moves along.
 */
export function moveDate(
  access: EventAccess,
  dateId: string,
  to: { startsAt: Date; endsAt: Date },
  now: Date,
): Promise<MoveDateOutcome> {
  return withTx(async (tx) => {
    const event = await lockEvent(tx, access.eventId);
    const outcome = await moveLockedDate(tx, event, dateId, to, now);
    if (outcome.kind === "moved") await followAgain(tx, access.eventId);
    return outcome;
  });
}

/**
 * The same of an event whose row is locked, in the caller's transaction.
 * @param to its zone stays where none is given.
 */
export async function moveLockedDate(
  tx: Tx,
  event: Pick<Awaited<ReturnType<typeof lockEvent>>, "id" | "state">,
  dateId: string,
  to: { startsAt: Date; endsAt: Date; zone?: string },
  now: Date,
): Promise<MoveDateOutcome> {
  if (event.state === "cancelled") return { kind: "not-possible" };
  const dates = await readTimes(tx, event.id);
  const date = dates.find(({ id }) => id === dateId);
  if (!date || (date.endsAt <= now && event.state !== "draft")) return { kind: "not-possible" };
  if (to.endsAt <= now) return { kind: "past" };
  const isAt = (startsAt: Date) => startsAt.getTime() === to.startsAt.getTime();
  if (dates.some(({ id, startsAt }) => id !== dateId && isAt(startsAt))) return { kind: "twice" };
  if (isAt(date.startsAt) && date.endsAt.getTime() === to.endsAt.getTime()) return { kind: "same" };
  const draft = event.state === "draft";
  await tx
    .updateTable("event_dates")
    .set((eb) => ({
      starts_at: to.startsAt,
      ends_at: to.endsAt,
      ...(to.zone && { zone: to.zone }),
      ...(draft
        ? {}
        : {
            previous_starts_at: date.startsAt,
            sequence: eb("sequence", "+", 1),
            changed_at: sql<Date>`now()`,
          }),
    }))
    .where("id", "=", dateId)
    .execute();
  if (draft) return { kind: "moved" };
  await bumpPage(tx, event.id);
  await schedulePageChanges(tx, event.id);
  await scheduleReminders(tx, event.id, now);
  await beginMailRound(tx, {
    eventId: event.id,
    kind: "dates",
    occasion: movedDateOccasion(dateId, now),
    // Also who signed up while this waited for the event.
    before: new Date(),
  });
  return { kind: "moved" };
}

function readTimes(tx: Tx, eventId: string) {
  return tx
    .selectFrom("event_dates")
    .select(["id", "starts_at as startsAt", "ends_at as endsAt"])
    .where("event_id", "=", eventId)
    .where("cancelled_at", "is", null)
    .execute();
}
