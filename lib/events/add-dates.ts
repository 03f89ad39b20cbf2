import { randomUUID } from "node:crypto";
import { type Tx, withTx } from "@/lib/db/database";
import { lookNow } from "@/lib/meetings/follow";
import { bumpPage } from "@/lib/pages/bump";
import { beginMailRound } from "@/lib/registrations/mail-round";
import { dateOccasion } from "@/lib/registrations/occasions";
import type { EventAccess } from "@/lib/session/access";
import { MOST_DATES } from "./most-dates";
import { schedulePageChanges } from "./page-change";
import { lockEvent } from "./queries";
import { scheduleReminders } from "./remind";

export interface NewDate {
  startsAt: Date;
  endsAt: Date;
  zone: string;
}

export type AddDatesOutcome =
  /** `added` fewer than asked for where the page had some of them already. */
  { kind: "added"; added: number } | { kind: "twice" | "past" | "too-many" | "cancelled" };

/**
 * Adds dates to an event. Where people come to all of them, everybody with a place is told of each;
 * where they choose, it is one more to choose from, with as many places as the others have.
 */
export function addDates(
  access: EventAccess,
  wanted: readonly NewDate[],
  now: Date,
): Promise<AddDatesOutcome> {
  return withTx(async (tx): Promise<AddDatesOutcome> => {
    const event = await lockEvent(tx, access.eventId);
    if (event.state === "cancelled") return { kind: "cancelled" };
    if (wanted.some(({ endsAt }) => endsAt <= now)) return { kind: "past" };
    const known = await tx
      .selectFrom("event_dates")
      .select(["starts_at as startsAt", "cancelled_at as cancelledAt", "capacity"])
      .where("event_id", "=", access.eventId)
      .orderBy("starts_at")
      .execute();
    const taken = new Set(
      known.flatMap(({ startsAt, cancelledAt }) => (cancelledAt ? [] : [startsAt.getTime()])),
    );
    const fresh = wanted.filter(({ startsAt }) => {
      const isNew = !taken.has(startsAt.getTime());
      taken.add(startsAt.getTime());
      return isNew;
    });
    if (fresh.length === 0) return { kind: "twice" };
    if (known.length + fresh.length > MOST_DATES) return { kind: "too-many" };
    const added = await insertDates(tx, access.eventId, fresh, known.at(-1)?.capacity ?? null);
    if (event.state === "draft") return { kind: "added", added: added.length };
    await bumpPage(tx, access.eventId);
    await schedulePageChanges(tx, access.eventId);
    await scheduleReminders(tx, access.eventId, now);
    // What the calendar says of them has to be known before it can change.
    await lookNow(tx, access.eventId);
    if (!event.choosesDates)
      for (const id of added)
        await beginMailRound(tx, {
          eventId: access.eventId,
          kind: "dates",
          occasion: dateOccasion("added", id),
          // Also who signed up while this waited for the event.
          before: new Date(),
        });
    return { kind: "added", added: added.length };
  });
}

async function insertDates(
  tx: Tx,
  eventId: string,
  dates: readonly NewDate[],
  capacity: number | null,
): Promise<string[]> {
  const rows = await tx
    .insertInto("event_dates")
    .values(
      dates.map(({ startsAt, endsAt, zone }) => ({
        event_id: eventId,
        starts_at: startsAt,
        ends_at: endsAt,
        zone,
        calendar_uid: `${randomUUID()}@usher`,
        capacity,
      })),
    )
    .returning("id")
    .execute();
  return rows.map(({ id }) => id);
}
