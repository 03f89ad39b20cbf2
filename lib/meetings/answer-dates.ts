import type { Tx } from "@/lib/db/database";
import { cancelLockedDate } from "@/lib/events/cancel-date";
import type { lockEvent } from "@/lib/events/queries";
import { type FollowedDate, keepSeen, loadFollowedDates, settleLost } from "./followed-dates";
import { inOrder, moveWith } from "./notice-dates";

/** The dates of which something is asked. */
export async function loadAskedDates(tx: Tx, eventId: string, now: Date): Promise<FollowedDate[]> {
  const dates = await loadFollowedDates(tx, eventId, now);
  return dates.filter(({ lost, moved }) => lost !== null || moved !== null);
}

/** The page keeps its dates: what their occurrences are now is no news any more. */
export async function keepDates(tx: Tx, dates: readonly FollowedDate[]): Promise<void> {
  for (const { id, seen, moved } of dates)
    if (seen && moved) await keepSeen(tx, id, { ...seen, ...moved });
    else await settleLost(tx, id, { dismissed: true });
}

/**
 * Moves and cancels the dates as their occurrences were; whoever comes to them is told. Answers how
 * many of them could not follow: they stay asked about.
 */
export async function applyDates(
  tx: Tx,
  event: Awaited<ReturnType<typeof lockEvent>>,
  dates: readonly FollowedDate[],
  now: Date,
): Promise<number> {
  let left = 0;
  const all = dates.map((date) => ({ date, is: whatIs(date) }));
  for (const { date, is } of inOrder(all)) {
    if (is.kind === "lost") {
      const { kind } = await cancelLockedDate(tx, event, date.id, now);
      if (kind === "cancelled") await settleLost(tx, date.id, { dismissed: false });
      else left += 1;
    } else if (await moveWith(tx, event, date, is.occurrence, now))
      await keepSeen(tx, date.id, is.occurrence);
    else left += 1;
  }
  return left;
}

function whatIs({ seen, moved, lost }: FollowedDate) {
  return seen && moved
    ? ({ kind: "there", occurrence: { ...seen, ...moved } } as const)
    : ({ kind: "lost", how: lost ?? "deleted" } as const);
}
