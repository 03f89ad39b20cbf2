import type { z } from "zod";

/** What a job is: its name, what it carries (ids) and how long it tries. Loads no handler. */
export interface JobDefinition<P> {
  name: string;
  payload: z.ZodType<P>;
  maxAttempts: number;
  /** Seconds to wait after the given attempt (1, 2, …) failed. */
  backoff: (attempt: number) => number;
}

const MAX_ATTEMPTS = 20;
const FIVE_MINUTES = 300;

/** Defines a job. Definition and handler are apart, so that whoever enqueues loads neither. */
export function defineJob<P>(job: {
  name: string;
  payload: z.ZodType<P>;
  maxAttempts?: number;
  backoff?: (attempt: number) => number;
}): JobDefinition<P> {
  return { maxAttempts: MAX_ATTEMPTS, backoff: doubling, ...job };
}

/** 2, 4, 8 … 300 seconds, up to a fifth less, so that what failed together comes back apart. */
export function doubling(attempt: number): number {
  return Math.min(2 ** attempt, FIVE_MINUTES) * (1 - Math.random() / 5);
}
