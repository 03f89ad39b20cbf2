const SECOND = 1_000;
const ONE_HOUR = 3_600 * SECOND;

/**
 * When a call may be tried again, by a `Retry-After` header: seconds or an HTTP date.
 * Null without a header or with one that says nothing. Never more than an hour from `now` (an
 * absurd figure must not silence an organizer for a week), never less than a second.
 */
export function parseRetryAfter(header: string | null, now: Date): Date | null {
  const text = header?.trim();
  if (!text) return null;
  const wait = /^[+-]?\d+(\.\d+)?$/.test(text)
    ? Number(text) * SECOND
    : Date.parse(text) - now.getTime();
  if (Number.isNaN(wait)) return null;
  return new Date(now.getTime() + Math.min(Math.max(wait, SECOND), ONE_HOUR));
}

/**
 * The same from an answer's headers. A date is measured from the answer's own `Date`: the two were
 * written by one clock, and this machine's may be ten minutes off.
 */
export function retryAfterOf(headers: Headers, now: Date): Date | null {
  const header = headers.get("retry-after");
  const theirs = Date.parse(headers.get("date") ?? "");
  if (Number.isNaN(theirs)) return parseRetryAfter(header, now);
  const until = parseRetryAfter(header, new Date(theirs));
  return until && new Date(now.getTime() + until.getTime() - theirs);
}
