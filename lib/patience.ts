const SECOND = 1000;

/** Nothing came back in the time that somebody was ready to wait. */
export class OutOfPatience extends Error {
  override name = "OutOfPatience";
  constructor(ms: number) {
    super(`No answer within ${ms / SECOND} s.`);
  }
}

/**
 * Waits for `work` at most `ms`. What it still does afterwards is its own: the signal tells it that
 * nobody waits any more, and whatever comes of it then is dropped, its failure too.
 * @throws OutOfPatience
 */
export async function within<T>(ms: number, work: (signal: AbortSignal) => Promise<T>): Promise<T> {
  const ended = new AbortController();
  let timer: NodeJS.Timeout | undefined;
  const patience = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      const fault = new OutOfPatience(ms);
      reject(fault);
      ended.abort(fault);
    }, ms);
  });
  try {
    return await Promise.race([work(ended.signal), patience]);
  } finally {
    clearTimeout(timer);
  }
}

/** Is it that, also from another copy of this module? (Next and server.ts have their own each.) */
export function isOutOfPatience(error: unknown): boolean {
  return error instanceof Error && error.name === "OutOfPatience";
}
