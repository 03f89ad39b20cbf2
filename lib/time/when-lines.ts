import { clockLanguage } from "./clock-language";
import type { WhenInput } from "./format-when";
import { sayLines, type WhenLines } from "./say-when";

/** An event's time for a reader, in their language. */
export function whenLines({
  locale,
  ...when
}: WhenInput & { readerZone: string | null }): WhenLines {
  return sayLines({ ...when, language: clockLanguage(locale) });
}

/** The second line, without the date when it is the first line's: `18:30 to 20:00, London (GMT)`. */
export function otherZone({ first, second }: WhenLines): string | null {
  if (!second) return null;
  return second.date === first.date ? `${second.time}, ${second.zoneName}` : second.full;
}
