import { AsyncLocalStorage } from "node:async_hooks";

/** What every log line says that is written while a request is answered or a job runs. */
export interface RequestScope {
  /** Id of the request at the root of it: also in a job that it enqueued, and in that job's jobs. */
  requestId?: string;
  job?: string;
  jobId?: string;
}

const KEY = Symbol.for("usher.request-scope");
const shared = globalThis as { [KEY]?: AsyncLocalStorage<RequestScope> };

// One for all copies of this module: Next gives pages, routes and server.ts their own each.
shared[KEY] ??= new AsyncLocalStorage();
const scopes = shared[KEY];

/** Runs `work`, and whatever it begins, on behalf of this request or job. */
export function runForRequest<T>(scope: RequestScope, work: () => T): T {
  return scopes.run(scope, work);
}

/** On whose behalf the caller runs; empty for what Usher does by itself. */
export function requestScope(): RequestScope {
  return scopes.getStore() ?? {};
}
