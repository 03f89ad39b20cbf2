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
  /** The how manieth call it was since the last such wait was over; those before it were taken. */
  number: number;
  /** At which it was given its turn; null: the lane had none. */
  pace: number | null;
  /** Seconds from the end of that wait (or from when work began again) to this call's beginning. */
  elapsed: number;
  /** Seconds from this call's beginning to when the next may begin. */
  wait: number;
}

/** After a refusal the lane goes on this little below the pace that was refused. */
const BELOW = 0.97;
/** `Retry-After` is whole seconds, rounded up, so a first measurement may lie this much too low. */
const ROUNDING = 1.05;
/** However a service behaves: one call in ten seconds. */
const SLOWEST = 0.1;
/** A wait costs about a hundredth of what is done until the next, */
const WAITS_APART = 100;
/** and its refusals (all that is on its way then) well under 2 % of the calls. */
const CALLS_APART = 200;
const SECONDS_APART = 40;
/** Yet a slow lane tries for more within minutes, not hours. */
const LONGEST_PLATEAU_SECONDS = 300;
/** What was measured only once may be far off: try soon, yet not before it can be felt. */
const FIRST_PLATEAU_SECONDS = 5;

/** Calls a second; null: as fast as it can. */
export function paceOf({ start, ceiling, plateau, calls, budget }: Pace): number | null {
  if (start === null || ceiling === null) return budget;
  const learned = ceiling - (ceiling - start) * (1 - calls / plateau) ** 3;
  return budget === null ? learned : Math.min(budget, learned);
}

/**
 * The pace after a throttling. The first one only teaches that there is a limit; from its end on
 * the calls are counted, and the second one has measured it.
 */
export function slowDown(
  before: Pace | null,
  { number, pace: refused, elapsed, wait }: Throttling,
): Pace {
  const budget = before?.budget ?? null;
  if (!before) return { start: null, ceiling: null, plateau: 0, calls: 0, budget };
  const soon = (pace: number) => Math.ceil(pace * Math.max(FIRST_PLATEAU_SECONDS, 2 * wait));
  if (refused === null) {
    // Of a burst the last is often refused first: what was taken lies between the two.
    const taken = Math.max(1, (number + before.calls) / 2 - 1);
    const start = Math.max(SLOWEST, taken / (elapsed + wait - 0.5));
    return { start, ceiling: start * ROUNDING, plateau: soon(start), calls: 0, budget };
  }
  const lost = wait / (elapsed + wait);
  const less = Math.max(1 - BELOW, lost / 2);
  const measured = lost > 0.5 ? Math.max(1, number - 1) / (elapsed + wait - 0.5) : refused;
  const start = Math.max(SLOWEST, refused / 4, Math.min(measured, refused * (1 - less)));
  const ceiling = Math.max(start, refused * (1 - (less - 1 + BELOW) / 2));
  const plateau = lost > 0.5 ? soon(start) : Math.ceil(plateauOf(ceiling, wait));
  return { start, ceiling, plateau, calls: 0, budget };
}

function plateauOf(pace: number, wait: number): number {
  const refusals = Math.min(CALLS_APART + SECONDS_APART * pace, LONGEST_PLATEAU_SECONDS * pace);
  return Math.max(refusals, WAITS_APART * wait * pace);
}
