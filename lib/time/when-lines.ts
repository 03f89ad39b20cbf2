import { formatWhen, type WhenInput } from "./format-when";
import type { When } from "./say-when";

export interface WhenLines {
  /** In the reader's zone, or the event's where the reader's is unknown. */
  first: When;
  /** In the event's zone, only where its clocks show something else. */
  second: When | null;
}

/** An event's time for a reader: their own zone first, the event's beside it when it differs. */
export function whenLines({
  readerZone,
  ...event
}: WhenInput & { readerZone: string | null }): WhenLines {
  const there = formatWhen(event);
  if (readerZone === null || readerZone === event.zone) return { first: there, second: null };
  const here = formatWhen({ ...event, zone: readerZone });
  const same = here.date === there.date && here.time === there.time;
  return { first: here, second: same ? null : there };
}

/** The second line, without the date when it is the first line's: `18:30 to 20:00, London (GMT)`. */
export function otherZone({ first, second }: WhenLines): string | null {
  if (!second) return null;
  return second.date === first.date ? `${second.time}, ${second.zoneName}` : second.full;
}
