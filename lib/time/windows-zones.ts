import { findIana } from "windows-iana";
import { isZone } from "./zones";

/** Names that calendars send and neither CLDR nor IANA knows. */
const OTHERS: Record<string, string> = {
  "tzone://microsoft/utc": "UTC",
  "coordinated universal time": "UTC",
  "customized time zone": "UTC",
  "kamchatka standard time": "Asia/Kamchatka",
  "mid-atlantic standard time": "Etc/GMT+2",
};

/**
 * IANA name of a zone as Outlook names it ("W. Europe Standard Time"), by CLDR's table. An IANA
 * name stays as it is; a name nobody knows (a mailbox's "Customized Time Zone") becomes UTC, which
 * is right for every time that came with its instant.
 */
export function windowsToIana(name: string): string {
  const trimmed = name.trim();
  const found = findIana(trimmed, "001")[0] ?? findIana(trimmed)[0];
  // CLDR says Etc/UTC; people know it as UTC.
  if (found) return found === "Etc/UTC" ? "UTC" : found;
  if (isZone(trimmed)) return trimmed;
  return OTHERS[trimmed.toLowerCase()] ?? "UTC";
}
