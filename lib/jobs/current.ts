/** The part of a worker that others in its process use. */
export interface RunningWorker {
  /** Something may be due: look now. */
  wake(): void;
  /** Runs a job that `enqueue` gave this process; resolves when it is over, however it ended. */
  runLeased(id: string, lease: string): Promise<void>;
}

const KEY = Symbol.for("usher.workers");
// For all copies of this module: a page's bundle wakes the worker that server.ts started.
const shared = globalThis as { [KEY]?: Set<RunningWorker> };

function workers(): Set<RunningWorker> {
  shared[KEY] ??= new Set();
  return shared[KEY];
}

/** The worker that runs in this process, or null. */
export function currentWorker(): RunningWorker | null {
  return [...workers()].at(-1) ?? null;
}

/** Tells every worker of this process that something may be due. */
export function wakeWorkers(): void {
  for (const worker of workers()) worker.wake();
}

/** How many workers run in this process. */
export function countWorkers(): number {
  return workers().size;
}

export function addWorker(worker: RunningWorker): void {
  workers().add(worker);
}

export function removeWorker(worker: RunningWorker): void {
  workers().delete(worker);
}
