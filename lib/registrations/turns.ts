/*
 * A crowd at one event waits here, in the order in which it came, and not for database connections:
 * it would take all of them to wait for one row, be refused after the pool's few seconds, and keep
 * every other page from the database meanwhile.
 */

/** Sign-ups of one event at once in this process; the rest of the pool is everybody else's. */
const AT_ONCE = 6;
/** Longer than that no browser or proxy waits. */
const PATIENCE_MS = 55_000;

interface Queue {
  running: number;
  waiting: Set<() => void>;
}

const queues = new Map<string, Queue>();

/** Runs `work` when it is this one's turn at `key`. Throws when that takes too long. */
export async function inTurn<T>(
  key: string,
  work: () => Promise<T>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const queue = queues.get(key) ?? { running: 0, waiting: new Set() };
  queues.set(key, queue);
  if (queue.running < AT_ONCE) queue.running += 1;
  else await turnOf(queue, patienceMs);
  try {
    return await work();
  } finally {
    const [next] = queue.waiting;
    // The turn is handed on, so that nobody who comes just now slips in between.
    if (next) next();
    else queue.running -= 1;
    if (queue.running === 0) queues.delete(key);
  }
}

function turnOf({ waiting }: Queue, patienceMs: number): Promise<void> {
  return new Promise((resolve, reject) => {
    const take = () => {
      waiting.delete(take);
      clearTimeout(limit);
      resolve();
    };
    const limit = setTimeout(() => {
      waiting.delete(take);
      reject(new Error(`No turn within ${patienceMs / 1000} s.`));
    }, patienceMs);
    waiting.add(take);
  });
}
