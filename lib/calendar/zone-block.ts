import { tzlib_get_ical_block, tzlib_get_timezones } from "timezones-ical-library";

export interface ZoneBlock {
  /** TZID to use; may differ from what was asked for, where that is an old name of it. */
  id: string;
  /** VTIMEZONE, CRLF between lines. */
  text: string;
}

/** VTIMEZONE of an IANA zone, by its current name; UTC's for one the table doesn't have. */
export function zoneBlock(zone: string): ZoneBlock {
  return lookUp(zone) ?? lookUp("Etc/UTC") ?? { id: "UTC", text: "" };
}

let known: Set<string> | null = null;

function lookUp(zone: string): ZoneBlock | null {
  // Asked for a zone that it doesn't have, the library prints a complaint.
  known ??= new Set(tzlib_get_timezones());
  if (!known.has(zone)) return null;
  const found = tzlib_get_ical_block(zone);
  if (typeof found === "string") return null;
  const [text, line] = found;
  if (!text?.startsWith("BEGIN:VTIMEZONE") || !line) return null;
  return { id: line.replace(/^TZID=/, ""), text };
}
