import { STAMP_MS } from "./limits";
import { isSigned, sign } from "./signing";

const HOUR_MS = 60 * 60_000;

/** Says when a form was handed out, signed: `{time}.{signature}`. */
export function stamp(slug: string, at: Date): string {
  const time = at.getTime().toString(36);
  return `${time}.${sign("stamp", `${slug}.${time}`)}`;
}

/**
 * The stamp of a page that is kept for everybody: of an earlier whole hour, so that the page stays
 * the same. It shows that a form is ours, and not how long it took somebody.
 */
export function cachedStamp(slug: string, now: Date): string {
  return stamp(slug, new Date(Math.floor(now.getTime() / HOUR_MS - 1) * HOUR_MS));
}

/** When a form was handed out; null when its stamp is none of ours, or too old. */
export function readStamp(slug: string, given: string, now: Date): Date | null {
  const [time = "", signature = "", ...rest] = given.split(".");
  if (rest.length > 0 || !/^[0-9a-z]{1,12}$/.test(time)) return null;
  if (!isSigned("stamp", `${slug}.${time}`, signature)) return null;
  const at = new Date(Number.parseInt(time, 36));
  return now.getTime() - at.getTime() <= STAMP_MS ? at : null;
}
