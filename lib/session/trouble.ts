import { AsyncLocalStorage } from "node:async_hooks";
import { log } from "@/lib/log";
import { problemOfThrown, type Trouble } from "./problems";

interface TroubleRecord {
  trouble: Trouble | null;
}

const KEY = Symbol.for("usher.sign-in-trouble");
// On globalThis: next-auth's logger is one for the process, whichever copy of this module set it.
const shared = globalThis as { [KEY]?: AsyncLocalStorage<TroubleRecord> };
shared[KEY] ??= new AsyncLocalStorage<TroubleRecord>();
const storage = shared[KEY];

/** Runs a request of next-auth's and tells what went wrong in it, by its logger. */
export async function recordTrouble<T>(
  work: () => Promise<T>,
): Promise<{ result: T; trouble: Trouble | null }> {
  const record: TroubleRecord = { trouble: null };
  const result = await storage.run(record, work);
  return { result, trouble: record.trouble };
}

/** next-auth's logger. It hands over errors with codes, claims and addresses in them: none is kept. */
export const authLogger = {
  error(code: string, metadata: unknown): void {
    const trouble = problemOfThrown(metadata);
    const record = storage.getStore();
    if (record) record.trouble ??= trouble;
    // Nobody but the operator can mend these, and nobody else would tell them.
    const level = ["set-up", "clock"].includes(trouble.problem) ? "error" : "warn";
    log[level]({ code, problem: trouble.problem, entra: trouble.code }, "a sign-in failed");
  },
  warn(code: string): void {
    log.debug({ code }, "next-auth warns");
  },
  debug(): void {},
};
