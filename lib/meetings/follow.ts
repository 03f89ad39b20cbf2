import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import { enqueueFindDue } from "./find-due";
import { datesAsk, forgetSeen } from "./followed-dates";

/** What a meeting was at a moment, as its calendar entry or the webinar says it. */
export interface SeenMeeting {
  subject: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
}

/**
 * Keeps what the meeting is that was picked for an event, so that a change is known as one. What was
 * picked by its link says no time that could be relied on (a series has none): the first look does.
 */
export async function keepAsPicked(
  tx: Tx,
  eventId: string,
  picked:
    | (SeenMeeting & {
        kind?: "meeting" | "webinar";
        entryId?: string | null;
        seriesId?: string | null;
      })
    | null,
): Promise<void> {
  const known = picked?.kind === "webinar" || picked?.entryId ? picked : null;
  const kept = {
    entry_id: picked?.entryId ?? null,
    series_id: picked?.seriesId ?? null,
    subject: known?.subject ?? null,
    starts_at: known?.startsAt ?? null,
    ends_at: known?.endsAt ?? null,
    zone: known?.zone ?? null,
  };
  await tx
    .insertInto("followed_meetings")
    .values({ event_id: eventId, ...kept })
    .onConflict((conflict) =>
      conflict.column("event_id").doUpdateSet({
        ...kept,
        ...NO_NEWS,
        lost: null,
        lost_at: null,
        dismissed: false,
        closed_by_loss: false,
        trouble: null,
        looked_at: null,
      }),
    )
    .execute();
  await forgetSeen(tx, eventId);
}

/** Nothing that the organizer is to answer. */
export const NO_NEWS = {
  new_subject: null,
  new_starts_at: null,
  new_ends_at: null,
  new_zone: null,
} as const;

/** Whoever signs up right after the publishing comes first in the organizer's lane. */
const FIRST_LOOK_MS = 5_000;

/** Follows the meeting of an event that is published now: looks in a moment, and again and again. */
export async function beginFollowing(tx: Tx, eventId: string): Promise<void> {
  const at = new Date(Date.now() + FIRST_LOOK_MS);
  await tx
    .insertInto("followed_meetings")
    .values({ event_id: eventId, next_look_at: at })
    .onConflict((conflict) => conflict.column("event_id").doUpdateSet({ next_look_at: at }))
    .execute();
  await enqueueFindDue(tx, at);
}

/**
 * Follows another meeting from now on, of which nothing is known. Sign-ups that the one before had
 * closed by being lost open again: that is what the event was moved for.
 */
export async function followAnother(tx: Tx, eventId: string): Promise<void> {
  const before = await tx
    .selectFrom("followed_meetings")
    .select("closed_by_loss as closedByLoss")
    .where("event_id", "=", eventId)
    .executeTakeFirst();
  await keepAsPicked(tx, eventId, null);
  await beginFollowing(tx, eventId);
  if (!before?.closedByLoss) return;
  await tx
    .updateTable("events")
    .set({ state: "open" })
    .where("id", "=", eventId)
    .where("state", "=", "closed")
    .execute();
  await bumpPage(tx, eventId);
}

/** Has a published event's meeting looked at now, also where it was over. */
export async function lookNow(tx: Tx, eventId: string): Promise<void> {
  await tx
    .updateTable("followed_meetings")
    .set({ next_look_at: sql<Date>`now()` })
    .where("event_id", "=", eventId)
    .execute();
  await enqueueFindDue(tx, new Date());
}

/**
 * An event was changed: one that was over may be to come again, and what its meeting's change asks may
 * be answered.
 */
export async function followAgain(tx: Tx, eventId: string): Promise<void> {
  await tx
    .updateTable("followed_meetings")
    .set({ next_look_at: sql<Date>`now()` })
    .where("event_id", "=", eventId)
    .where((eb) =>
      eb.or([
        eb("next_look_at", "is", null),
        eb("new_subject", "is not", null),
        eb("new_starts_at", "is not", null),
        datesAsk(sql`followed_meetings.event_id`),
      ]),
    )
    .execute();
}
