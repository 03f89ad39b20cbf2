import { findIana, findWindows } from "windows-iana";
import { isZone } from "./zones";

/** Names that calendars send and neither CLDR nor IANA knows. */
const OTHERS: Record<string, string> = {
  "tzone://microsoft/utc": "UTC",
  "coordinated universal time": "UTC",
  "kamchatka standard time": "Asia/Kamchatka",
  "mid-atlantic standard time": "Etc/GMT+2",
};

/**
 * IANA name of a zone as calendars name it: as Windows does ("W. Europe Standard Time"), by CLDR's
 * table, or as IANA does. Null for one that nobody knows (a mailbox's "Customized Time Zone").
 */
export function ianaZone(name: string | null | undefined): string | null {
  const trimmed = name?.trim() ?? "";
  const found = findIana(trimmed, "001")[0] ?? findIana(trimmed)[0];
  // CLDR says Etc/UTC; people know it as UTC.
  if (found) return found === "Etc/UTC" ? "UTC" : found;
  return isZone(trimmed) ? trimmed : (OTHERS[trimmed.toLowerCase()] ?? null);
}

/** Windows name of an IANA zone, as Outlook wants it; null where CLDR has none. */
export function windowsZone(iana: string): string | null {
  return findWindows(iana)[0] ?? null;
}
