/**
 * How fast a lane may begin its calls, learned from when it was told that it went too fast. Pure:
 * the row of `lanes` holds it, so all processes go by the same pace.
 *
 * The curve is that of TCP CUBIC, over calls instead of time: from `start` it rises quickly
 * towards `ceiling`, the pace at which the lane was last throttled, stays about there for
 * `plateau` calls, and then feels its way beyond. What a lane that is not busy does proves
 * nothing, so only calls that had to wait for their turn count.
 */
export interface Pace {
  /** Calls a second at the end of the last throttling; null: no pace yet, the lane only counts. */
  start: number | null;
  ceiling: number | null;
  /** In calls. */
  plateau: number;
  /** Begun since the last throttling was over. */
  calls: number;
  /** A pace that somebody wrote down: never faster than that. */
  budget: number | null;
}

/** A call of a lane was refused, and the lane has to wait. */
export interface Throttling {
  /** The how manieth call it was since calls are counted; those before it were taken. */
  number: number;
  /** At which it was given its turn; null: the lane had none. */
  pace: number | null;
  /** Seconds from when calls are counted to this call's beginning. */
  elapsed: number;
  /** Seconds from this call's beginning to when the next may begin. */
  wait: number;
}

/** Fewer calls than that say nothing about a limit. */
const ENOUGH_CALLS = 10;
/** After a refusal the lane goes on this much below what was refused; its curve rises as much. */
const LESS = 0.03;
/** No more for a long wait alone (it may be a punishment, not the limit), or what says little. */
const MUCH_LESS = 0.1;
/** A curve that has nothing to rise by would never go beyond. */
const RISE = 0.005;
/** However a service behaves: one call in ten seconds. */
const SLOWEST = 0.1;
/** A wait costs about a hundredth of what is done until the next, */
const WAITS_APART = 100;
/** and its refusals (all that is on its way then) well under 2 % of the calls. */
const CALLS_APART = 200;
const SECONDS_APART = 40;
/** Yet a slow lane tries for more within minutes, not hours. */
const LONGEST_PLATEAU_SECONDS = 300;
/** What was measured roughly may be far off: try soon, yet not before it can be felt. */
const SHORT_PLATEAU_SECONDS = 25;
/** A limit looks at so many seconds of calls or about: a shorter time measures roughly. */
const WINDOW_SECONDS = 10;
/** Where even the first call after a wait is refused, the lane goes on so many times slower, */
const SLOWER = 4;
/** but not below a call in a second, of which no second one begins before the first is answered, */
const ONE_AT_A_TIME = 1;
/** and where perhaps nothing was ever taken, feels its way towards so many calls a second. */
const LIKELY_CEILING = 10;
/** `Retry-After` is whole seconds, rounded up: half a second too much on average. */
const ROUNDING_SECONDS = 0.5;

/** Calls a second; null: as fast as it can. */
export function paceOf({ start, ceiling, plateau, calls, budget }: Pace): number | null {
  if (start === null || ceiling === null) return budget;
  const learned = ceiling - (ceiling - start) * (1 - calls / plateau) ** 3;
  return budget === null ? learned : Math.min(budget, learned);
}

/**
 * The pace after a throttling. Calls ÷ (time + wait) have measured the limit, whether windows are
 * fixed or slide; after few calls a refusal only starts the count.
 * @param before the lane's; null: nobody counted its calls, and `number` and `elapsed` are those of
 *   the burst that was refused.
 * @returns null: so soon after a wait it was refused for what came before that (a window lets go of
 *   calls as they were made, some alone). Nothing is learned, and the count goes on.
 */
export function slowDown(before: Pace | null, throttling: Throttling): Pace | null {
  const { number, pace: refused, elapsed, wait } = throttling;
  if (refused === null) return afterBurst(before, throttling);
  if (before?.start && number <= 1) return afterNothing(before, before.start, wait);
  const seconds = elapsed + wait;
  const isFew = number < Math.min(ENOUGH_CALLS, 2 * refused);
  if (before && isFew && seconds < WINDOW_SECONDS / 2) return null;
  const range =
    seconds < 2 * WINDOW_SECONDS
      ? rangeAfterFew(refused, number - 1, elapsed, wait)
      : rangeAfterMany(refused, wait, seconds);
  // A pace that rose steeply was refused for its last moments by a short window, for the average of
  // what was done of late by a long one.
  const late = before ? meanPace(before, number, Math.max(WINDOW_SECONDS, 2 * wait)) : refused;
  const start = Math.max(SLOWEST, refused / 4, range.start * Math.min(1, late / refused));
  const ceiling = Math.max(start * (1 + RISE), range.ceiling);
  const plateau =
    range.isSure && late > range.start ? longPlateau(ceiling, wait) : shortPlateau(ceiling, wait);
  return { start, ceiling, plateau, calls: 0, budget: before?.budget ?? null };
}

/**
 * Nothing at all was taken since the last wait: somebody else's trouble, or a punishment. It says
 * nothing of a limit: the lane goes on slower, so that one call at a time is refused, and rises to
 * what it had been as soon as something is taken.
 */
function afterNothing(before: Pace, pace: number, wait: number): Pace {
  const start = Math.min(pace, Math.max(ONE_AT_A_TIME, pace / SLOWER));
  const ceiling = Math.max(start, before.ceiling ?? start);
  return { ...before, start, ceiling, plateau: shortPlateau(ceiling, wait), calls: 0 };
}

/** Refused soon: what was taken until now says more than the pace at which it was. */
function rangeAfterFew(refused: number, taken: number, elapsed: number, wait: number) {
  const seconds = Math.max(ROUNDING_SECONDS, elapsed + wait - ROUNDING_SECONDS);
  const measured = Math.max(1, taken) / seconds;
  const lost = Math.max(0, 1 - measured / refused);
  const less = Math.max(LESS, lost / 2);
  const most = Math.max(measured, inWholeSeconds(taken, elapsed, wait), (1 - MUCH_LESS) * refused);
  const ceiling = Math.min(most, refused * (1 - less / 3));
  const start = lost > 0.5 ? measured : refused * (1 - less);
  return { start: Math.min(start, ceiling * (1 - RISE)), ceiling, isSure: lost < MUCH_LESS };
}

/** Refused after long: the limit is about there. */
function rangeAfterMany(refused: number, wait: number, seconds: number) {
  const lost = Math.max(0, wait - ROUNDING_SECONDS) / (seconds - ROUNDING_SECONDS);
  const less = Math.min(MUCH_LESS, Math.max(LESS, lost / 2));
  return { start: refused * (1 - less), ceiling: refused * (1 - less / 3), isSure: true };
}

/** As fast as it could until it was refused. */
function afterBurst(before: Pace | null, { number, elapsed, wait }: Throttling): Pace {
  const budget = before?.budget ?? null;
  if (!before && number < ENOUGH_CALLS) {
    return { start: null, ceiling: null, plateau: 0, calls: 0, budget };
  }
  // Of a burst the last is often refused first: what was taken lies between the two.
  const taken = Math.max(1, before ? (number + before.calls) / 2 - 1 : number - 1);
  const start = Math.max(SLOWEST, taken / (elapsed + wait));
  // Of a single second nothing at all may have been lost.
  const most = wait > 1 ? inWholeSeconds(taken, elapsed, wait) : taken / Math.max(1, elapsed);
  // Right after a wait the whole burst may have been refused.
  const likely = before && elapsed < 1 ? LIKELY_CEILING : 0;
  const ceiling = Math.max(start * (1 + (wait > 1 ? RISE : MUCH_LESS)), most, likely);
  return { start, ceiling, plateau: shortPlateau(ceiling, wait), calls: 0, budget };
}

/** Windows have whole seconds, and the end of one was rounded up to the next. */
function inWholeSeconds(calls: number, elapsed: number, wait: number): number {
  // What `wait` has beyond whole seconds is the time that the refused call took.
  return calls / Math.max(1, Math.floor(elapsed + Math.floor(wait)));
}

/** Calls a second in the last so many seconds before that call. */
function meanPace(pace: Pace, number: number, seconds: number): number {
  let calls = 0;
  let took = 0;
  do {
    calls += 1;
    took += 1 / (paceOf({ ...pace, calls: Math.max(0, number - calls) }) ?? 1);
  } while (took < seconds && calls < number);
  return calls / took;
}

function shortPlateau(pace: number, wait: number): number {
  return Math.ceil(pace * Math.max(SHORT_PLATEAU_SECONDS, wait));
}

function longPlateau(pace: number, wait: number): number {
  const refusals = Math.min(CALLS_APART + SECONDS_APART * pace, LONGEST_PLATEAU_SECONDS * pace);
  return Math.ceil(Math.max(refusals, WAITS_APART * wait * pace));
}
