import type { Tx } from "@/lib/db/database";

/** Failed, and a later attempt can help. The attempt counts; the last one leaves the job dead. */
export class RetryLater extends Error {
  override name = "RetryLater";
  /** Seconds to wait; null: the job's own backoff. */
  readonly afterSeconds: number | null;
  constructor(message: string, options: { afterSeconds?: number; cause?: unknown } = {}) {
    super(message, { cause: options.cause });
    this.afterSeconds = options.afterSeconds ?? null;
  }
}

/** Nothing in this lane can work for now. The attempt does not count; the job waits with the lane. */
export class PauseLane extends Error {
  override name = "PauseLane";
  /** "resumed": until somebody calls resumeLane. */
  readonly until: Date | "resumed";
  readonly reason: string;
  readonly still: ((tx: Tx) => Promise<boolean>) | null;
  readonly tooFast: boolean;
  /**
   * @param options.still is asked in the pausing transaction whether the reason still holds;
   *   on false the lane stays open. Needed for "resumed": the trouble may have been mended while
   *   the job ran, and nobody would come to resume a second time. Lock the row that says so.
   * @param options.tooFast the lane did more than it was allowed: it goes on at a pace (pace.ts).
   */
  constructor(
    message: string,
    options: {
      until: Date | "resumed";
      reason: string;
      still?: (tx: Tx) => Promise<boolean>;
      tooFast?: boolean;
      cause?: unknown;
    },
  ) {
    super(message, { cause: options.cause });
    this.until = options.until;
    this.reason = options.reason;
    this.still = options.still ?? null;
    this.tooFast = options.tooFast ?? false;
  }
}

/** The lane was paused before this job made its call; it waits with the lane, untried. */
export class LanePaused extends Error {
  override name = "LanePaused";
}

/** Failed for good: the job is dead at once, visible, and can be retried by hand. */
export class GiveUp extends Error {
  override name = "GiveUp";
}

/** The job is another worker's by now; what this run did is not recorded. */
export class LeaseLost extends Error {
  override name = "LeaseLost";
}
