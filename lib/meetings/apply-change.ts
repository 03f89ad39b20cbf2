import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { schedulePageChanges } from "@/lib/events/page-change";
import { countTold, type lockEvent } from "@/lib/events/queries";
import { scheduleReminders } from "@/lib/events/remind";
import {
  type Announced,
  loadDate,
  noteChange,
  publicText,
  saveDate,
  showOtherwise,
  whatChanges,
} from "@/lib/events/save-event";
import { TITLE_LENGTH } from "@/lib/events/schema";
import { findWayIn } from "@/lib/events/way-in";
import { bumpPage } from "@/lib/pages/bump";

/** What of a meeting an event takes over: its name, its time, or both. */
export interface Taken {
  subject: string | null;
  /** `zone` null: the event keeps its own, since the meeting's is what it was. */
  time: { startsAt: Date; endsAt: Date; zone: string | null } | null;
}

export type ApplyOutcome =
  | { kind: "applied"; told: number }
  /** Its new name holds a way into the meeting. */
  | { kind: "leaks-way-in" }
  /** Sign-ups would open only when it is over. */
  | { kind: "opens-after-end" };

/**
 * Gives a published event its meeting's new name or time, as if somebody had saved the editor: page,
 * passes, reminders and calendar entries follow, and `tell` promises each person a mail. The event's
 * row is locked by the caller.
 */
export async function applyChange(
  tx: Tx,
  event: Awaited<ReturnType<typeof lockEvent>>,
  taken: Taken,
  { tell, followed, now }: { tell: boolean; followed: boolean; now: Date },
): Promise<ApplyOutcome> {
  const { dates, lastEndsAt, ...date } = await loadDate(tx, event.id);
  const before: Announced = { title: event.title, ...date };
  const after: Announced = {
    title: taken.subject === null ? event.title : titleOf(taken.subject),
    ...(taken.time && dates === 1 ? { ...taken.time, zone: taken.time.zone ?? date.zone } : date),
  };
  const endsAt = dates > 1 ? lastEndsAt : after.endsAt;
  const { description, hostName } = event;
  if (findWayIn(publicText({ title: after.title, description, hostName })).length > 0)
    return { kind: "leaks-way-in" };
  if (event.opensAt && event.opensAt >= endsAt) return { kind: "opens-after-end" };
  if (!whatChanges(before, after)) return { kind: "applied", told: 0 };
  const people = tell && after.endsAt > now ? await countTold(tx, event.id) : 0;
  // Sign-ups end with the event at the latest.
  const closesAt = event.closesAt && event.closesAt > endsAt ? null : event.closesAt;
  await tx
    .updateTable("events")
    .set({ title: after.title, closes_at: closesAt, updated_at: sql<Date>`now()` })
    .where("id", "=", event.id)
    .execute();
  // Those of several dates move one by one (notice-dates.ts).
  if (dates > 1) await showOtherwise(tx, event.id, { isNextVersion: true });
  else await saveDate(tx, event.id, after, { draft: false, isNextVersion: true });
  await bumpPage(tx, event.id);
  await schedulePageChanges(tx, event.id);
  await scheduleReminders(tx, event.id, now);
  await noteChange(tx, event.id, before, { tell: people > 0, followed });
  return { kind: "applied", told: people };
}

/** A meeting's name as an event's title. */
export function titleOf(subject: string): string {
  return subject.slice(0, TITLE_LENGTH) || "…";
}

/** The time to take over, in the event's own zone unless the meeting has another than it had. */
export function ownZoneKept(
  seenZone: string | null,
  time: { startsAt: Date; endsAt: Date; zone: string },
): Taken["time"] {
  return { ...time, zone: time.zone === seenZone ? null : time.zone };
}
