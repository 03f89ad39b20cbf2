import { createHash } from "node:crypto";

/**
 * What is kept of the browser that signed up: the hash of its cookie's secret and the event's id,
 * so that it can be known again at this event and followed through no other.
 */
export function browserHash(secret: string, eventId: string): string {
  return createHash("sha256").update(`${secret}\n${eventId}`).digest("base64url");
}
