import { DateTime } from "luxon";

/** `2026-12-03T18:30`, what an `<input type="datetime-local">` gives; seconds are allowed. */
const LOCAL = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/;

/** Names only: Intl also takes offsets ("+01:00"), which know no summer time. */
const NAME = /^[A-Za-z][A-Za-z0-9_+\-/]{1,63}$/;

/** Is this an IANA zone that can be reckoned with (`Europe/Paris`, `UTC`)? */
export function isZone(zone: string): boolean {
  if (!NAME.test(zone)) return false;
  try {
    new Intl.DateTimeFormat("en", { timeZone: zone });
    return true;
  } catch {
    return false;
  }
}

let zones: readonly string[] | null = null;

/** Every zone to choose from, by name, UTC last. */
export function listZones(): readonly string[] {
  zones ??= [...Intl.supportedValuesOf("timeZone").filter((zone) => zone !== "UTC"), "UTC"];
  return zones;
}

/**
 * The instant at which clocks in `zone` show `localDateTime`; null when either of them is none.
 * A time that the clocks skip in spring is moved on by what they skip (02:30 becomes 03:30); of a
 * time that they show twice in autumn the first is meant.
 */
export function localToUtc(localDateTime: string, zone: string): Date | null {
  if (!LOCAL.test(localDateTime) || !isZone(zone)) return null;
  const local = DateTime.fromISO(localDateTime, { zone });
  if (!local.isValid) return null;
  const instants = local.getPossibleOffsets().map((one) => one.toMillis());
  return new Date(Math.min(...instants));
}

/** What clocks in `zone` show at `date`, as `2026-12-03T18:30`. An unknown zone counts as UTC. */
export function utcToLocal(date: Date, zone: string): string {
  return DateTime.fromJSDate(date, {
    zone: isZone(zone) ? zone : "UTC",
  }).toFormat("yyyy-MM-dd'T'HH:mm");
}

/** Minutes from UTC to the clocks in `zone` at `date`: 60 in Paris in winter. An unknown one is UTC. */
export function offsetAt(date: Date, zone: string): number {
  return DateTime.fromJSDate(date, { zone: isZone(zone) ? zone : "UTC" }).offset;
}

/** The instant as clocks in `zone` show it, with their offset: `2026-12-03T18:30:00+01:00`. */
export function isoInZone(date: Date, zone: string): string {
  const there = DateTime.fromJSDate(date, { zone: isZone(zone) ? zone : "UTC" });
  return there.toISO({ suppressMilliseconds: true }) ?? date.toISOString();
}
