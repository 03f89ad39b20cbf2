const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** By how near the start is: how long until the next look. */
const PACES: readonly { within: number; polled: number; told: number }[] = [
  { within: 3 * HOUR_MS, polled: 5 * MINUTE_MS, told: 15 * MINUTE_MS },
  { within: DAY_MS, polled: 15 * MINUTE_MS, told: HOUR_MS },
  { within: 7 * DAY_MS, polled: HOUR_MS, told: 6 * HOUR_MS },
  { within: Number.POSITIVE_INFINITY, polled: 6 * HOUR_MS, told: 12 * HOUR_MS },
];

/**
 * When to look at a meeting again. Closer before its start; seldom where Microsoft tells of changes,
 * yet not never, since it promises no more than to try. Up to a tenth earlier, so that what was
 * published together is not asked for together.
 */
export function nextLook(now: Date, startsAt: Date, told: boolean): Date {
  const left = startsAt.getTime() - now.getTime();
  const pace = PACES.find(({ within }) => left <= within) ?? PACES[PACES.length - 1];
  const ms = (told ? pace?.told : pace?.polled) ?? HOUR_MS;
  return new Date(Math.floor(now.getTime() + ms * (1 - Math.random() / 10)));
}
