/** Calls that a lane without a pace makes in a row, as this process knows them; counted as they go. */
export interface Burst {
  begun: number;
  /** Those that were not refused. */
  taken: number;
  /** When the first began, by performance.now(). */
  since: number;
  /** A refusal of one of them was heeded. */
  reported: boolean;
}

export interface LaneMemory {
  /** A call of the lane begins now. */
  begin(lane: string): Burst;
  /** A call of the lane was refused now: those that have not begun must not. */
  refuse(lane: string): void;
  /** Was a call refused at or after that moment of performance.now()? */
  wasRefused(lane: string, since: number): boolean;
}

/** A lane that made no call for so long begins anew. */
const REST_MS = 5_000;
/** Longer than any job is held before it begins. */
const REFUSALS_KEPT_MS = 600_000;
const REMEMBERED = 500;

/**
 * What a process knows of its lanes before the database does, or because the database has no row of
 * a lane that was never throttled.
 */
export function createLaneMemory(): LaneMemory {
  const bursts = new Map<string, { burst: Burst; last: number }>();
  const refusals = new Map<string, number>();

  return {
    begin(lane) {
      const now = performance.now();
      if (bursts.size > REMEMBERED) {
        for (const [each, { last }] of bursts) if (now - last > REST_MS) bursts.delete(each);
      }
      const known = bursts.get(lane);
      const burst =
        known && now - known.last <= REST_MS
          ? known.burst
          : { begun: 0, taken: 0, since: now, reported: false };
      bursts.set(lane, { burst, last: now });
      burst.begun += 1;
      return burst;
    },

    refuse(lane) {
      const now = performance.now();
      if (refusals.size > REMEMBERED) {
        for (const [each, at] of refusals) if (now - at > REFUSALS_KEPT_MS) refusals.delete(each);
      }
      refusals.set(lane, now);
    },

    wasRefused(lane, since) {
      return (refusals.get(lane) ?? Number.NEGATIVE_INFINITY) >= since;
    },
  };
}
