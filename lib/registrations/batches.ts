/*
 * A crowd at one event is decided together. Whoever comes while a transaction of the event is under
 * way waits for the next one, which takes all of them: the event's row is locked once for many
 * people and not once for each, and a crowd needs one database connection and not all of them.
 */

/** In one transaction: a statement with more of them would hold the event for long. */
const MOST = 100;

interface Waiting<T, R> {
  item: T;
  resolve(result: R): void;
  reject(fault: unknown): void;
}

interface Work<T, R> {
  /** What all of a batch come to, in their order. Together or not at all. */
  decide(key: string, items: T[]): Promise<R[]>;
  /** Would another item, or another try in a moment, have met the same fault? */
  concernsAll(fault: unknown): boolean;
}

/**
 * Makes a function that decides items of one key in batches, in the order in which they came; those
 * of different keys side by side. An item that makes its batch fail fails alone.
 */
export function inBatches<T, R>(work: Work<T, R>): (key: string, item: T) => Promise<R> {
  const queues = new Map<string, Waiting<T, R>[]>();

  async function drain(key: string, queue: Waiting<T, R>[]): Promise<void> {
    while (queue.length > 0) {
      const batch = queue.splice(0, MOST);
      const fault = await run(key, batch);
      // They would wait as long as these did, one batch after the other, for the same answer.
      if (fault !== null) for (const { reject } of queue.splice(0)) reject(fault.reason);
    }
    queues.delete(key);
  }

  /** Answers a batch; returns the fault that concerns those behind it too, if there was one. */
  async function run(key: string, batch: Waiting<T, R>[]): Promise<{ reason: unknown } | null> {
    try {
      const results = await work.decide(
        key,
        batch.map(({ item }) => item),
      );
      for (const [at, { resolve }] of batch.entries()) resolve(results[at] as R);
    } catch (reason) {
      const general = work.concernsAll(reason);
      if (batch.length > 1 && !general) {
        for (const one of batch) await run(key, [one]);
      } else {
        for (const { reject } of batch) reject(reason);
        if (general) return { reason };
      }
    }
    return null;
  }

  return (key, item) =>
    new Promise((resolve, reject) => {
      const one = { item, resolve, reject };
      const queue = queues.get(key);
      if (queue) {
        queue.push(one);
      } else {
        const opened = [one];
        queues.set(key, opened);
        void drain(key, opened);
      }
    });
}
