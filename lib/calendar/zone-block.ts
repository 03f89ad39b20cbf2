import ICAL from "ical.js";
import { DateTime } from "luxon";
import { tzlib_get_ical_block, tzlib_get_timezones } from "timezones-ical-library";

export interface ZoneBlock {
  /** TZID to use; may differ from what was asked for, where that is an old name of it. */
  id: string;
  /** VTIMEZONE, CRLF between lines. */
  text: string;
}

/**
 * VTIMEZONE of an IANA zone, by its current name. UTC's for one the table doesn't have, and where
 * the table's yearly rules are wrong for one of the `times`: Outlook takes only rules like "the
 * second Sunday", which miss a year now and then in eight zones (Jerusalem, Santiago, Cairo, …).
 */
export function zoneBlock(zone: string, times: readonly Date[]): ZoneBlock {
  const found = lookUp(zone);
  if (found && isRight(found.described, zone, times)) return found.block;
  return lookUp("Etc/UTC")?.block ?? { id: "UTC", text: "" };
}

interface Known {
  block: ZoneBlock;
  /** The block as whoever gets it reads it. */
  described: ICAL.Timezone;
}

let zones: Set<string> | null = null;
/** Null: the table has no rules for it. To unpack a zone takes longer than all else of an entry. */
const known = new Map<string, Known | null>();

function lookUp(zone: string): Known | null {
  // Asked for a zone that it doesn't have, the library prints a complaint.
  zones ??= new Set(tzlib_get_timezones());
  if (!zones.has(zone)) return null;
  const before = known.get(zone);
  if (before !== undefined) return before;
  const found = unpack(zone);
  known.set(zone, found);
  return found;
}

function unpack(zone: string): Known | null {
  const found = tzlib_get_ical_block(zone);
  if (typeof found === "string") return null;
  const [text, line] = found;
  if (!text?.startsWith("BEGIN:VTIMEZONE") || !line) return null;
  return {
    block: { id: line.replace(/^TZID=/, ""), text },
    described: new ICAL.Timezone(new ICAL.Component(ICAL.parse(text.trim()))),
  };
}

/** Does whoever reads the block find the same instants as the platform's own table says? */
function isRight(described: ICAL.Timezone, zone: string, times: readonly Date[]): boolean {
  return times.every((time) => {
    const { year, month, day, hour, minute, second } = DateTime.fromJSDate(time, { zone });
    const read = ICAL.Time.fromData({ year, month, day, hour, minute, second }, described);
    return Math.floor(time.getTime() / 1000) === read.toUnixTime();
  });
}
