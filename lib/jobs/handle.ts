import type { Tx } from "@/lib/db/database";
import type { JobDefinition } from "@/lib/jobs/define";
import { GiveUp } from "@/lib/jobs/faults";

export interface JobContext {
  jobId: string;
  /** What it waited in: the calls that it makes are throttled with that. */
  lane: string;
  /** From 1. */
  attempt: number;
  /** A fault now leaves the job dead. */
  lastAttempt: boolean;
  /** Aborted when the lease is lost, the run takes too long or the process stops. */
  signal: AbortSignal;
  /** Makes sure of the lease before something that must not be done twice; throws LeaseLost. */
  renew(): Promise<void>;
  /**
   * Waits for this job's turn in a lane that has a pace; throws LanePaused when the lane was paused
   * meanwhile. Await it right before each call that the lane is throttled by.
   */
  turn(): Promise<void>;
  /**
   * Ends the job in the caller's transaction, as its last statement: what it did and that it is done
   * are durable together, with one commit. Without it a job is done when the handler returns.
   */
  done(tx: Tx): Promise<void>;
}

/** A job with what does it; made by `handle`. */
export interface Handler {
  name: string;
  backoff: (attempt: number) => number;
  run(payload: unknown, context: JobContext): Promise<void>;
  onDead: ((tx: Tx, payload: unknown, error: Error) => Promise<void>) | null;
  onRetry: ((tx: Tx, payload: unknown) => Promise<void>) | null;
}

/**
 * Binds a job to what does it. It runs at least once, perhaps twice: look before you make.
 * Throw RetryLater, PauseLane or GiveUp; anything else counts as an attempt and backs off.
 * @param options.onDead writes what others should see of it, in the transaction that gives the
 *   job up (also when its worker crashed at the last attempt).
 * @param options.onRetry takes that back, in the transaction in which somebody retries a dead job.
 */
export function handle<P>(
  job: JobDefinition<P>,
  run: (payload: P, context: JobContext) => Promise<void>,
  options: {
    onDead?: (tx: Tx, payload: P, error: Error) => Promise<void>;
    onRetry?: (tx: Tx, payload: P) => Promise<void>;
  } = {},
): Handler {
  const { onDead, onRetry } = options;
  return {
    name: job.name,
    backoff: job.backoff,
    async run(payload, context) {
      const parsed = job.payload.safeParse(payload);
      if (!parsed.success) throw new GiveUp("The payload is not what this version expects.");
      await run(parsed.data, context);
    },
    onDead: onDead
      ? async (tx, payload, error) => {
          const parsed = job.payload.safeParse(payload);
          if (parsed.success) await onDead(tx, parsed.data, error);
        }
      : null,
    onRetry: onRetry
      ? async (tx, payload) => {
          const parsed = job.payload.safeParse(payload);
          if (parsed.success) await onRetry(tx, parsed.data);
        }
      : null,
  };
}
