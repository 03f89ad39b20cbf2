import { AsyncLocalStorage } from "node:async_hooks";

/** The transaction that the running code is inside of. */
export interface TransactionScope {
  open: boolean;
  afterCommit: (() => void)[];
}

const KEY = Symbol.for("usher.db.scope");
const shared = globalThis as { [KEY]?: AsyncLocalStorage<TransactionScope> };

// One for all copies of this module: Next gives pages, routes and server.ts their own each.
shared[KEY] ??= new AsyncLocalStorage();
const scopes = shared[KEY];

/** The scope of the transaction that is open around the caller, if any. */
export function currentScope(): TransactionScope | null {
  const scope = scopes.getStore();
  // Work that outlives its transaction (a promise nobody awaited) is outside again.
  return scope?.open ? scope : null;
}

export function runInScope<T>(scope: TransactionScope, work: () => Promise<T>): Promise<T> {
  return scopes.run(scope, work);
}
