import { createHash } from "node:crypto";

/**
 * The same for every spelling of a join link: calendars, invitations and Graph escape it
 * differently and differ in case.
 */
export function joinUrlHash(joinUrl: string): string {
  let plain = joinUrl.trim();
  try {
    plain = decodeURIComponent(plain);
  } catch {
    // Not escaped, or badly: taken as it is.
  }
  return createHash("sha256").update(plain.toLowerCase()).digest("base64url");
}
