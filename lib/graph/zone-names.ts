import { findIana, findWindows } from "windows-iana";

/** IANA name of a zone as calendars name it (Windows or IANA); null for one nobody knows. */
export function ianaZone(name: string | null | undefined): string | null {
  if (!name) return null;
  const found = findIana(name)[0];
  if (found) return found;
  return isIana(name) ? name : null;
}

/** Windows name of an IANA zone, as Outlook wants it; null where CLDR has none. */
export function windowsZone(iana: string): string | null {
  return findWindows(iana)[0] ?? null;
}

function isIana(name: string): boolean {
  try {
    new Intl.DateTimeFormat("en", { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
