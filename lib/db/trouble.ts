import { TROUBLE_DIGEST } from "@/lib/db/trouble-digest";
import { isOutOfPatience } from "@/lib/patience";

/**
 * What may be the matter with a database that did as it was told before:
 * not reachable or going down, no room on its disk, too many at once, too slow, somebody holds a lock.
 */
export type TroubleKind = "away" | "full" | "crowded" | "slow" | "locked";

/**
 * The database could not do its work, through no fault of ours: trying again later can help. Nothing
 * was acknowledged; a transaction that was being committed may stand all the same.
 */
export class DatabaseTrouble extends Error {
  override name = "DatabaseTrouble";
  readonly digest = TROUBLE_DIGEST;
  readonly kind: TroubleKind;
  readonly code: string | undefined;
  constructor(kind: TroubleKind, cause: unknown) {
    const { message, code } = cause as { message?: string; code?: string };
    super(message || code || "The database did not answer.", { cause });
    this.kind = kind;
    this.code = code;
  }
}

/** Errors of the network and the system, by their `code`. */
const SYSTEM: Record<string, TroubleKind> = {
  ECONNREFUSED: "away",
  ECONNRESET: "away",
  ECONNABORTED: "away",
  EPIPE: "away",
  ETIMEDOUT: "away",
  EHOSTDOWN: "away",
  EHOSTUNREACH: "away",
  ENETDOWN: "away",
  ENETUNREACH: "away",
  ENOTFOUND: "away",
  EAI_AGAIN: "away",
  ENOSPC: "full",
  EDQUOT: "full",
  EMFILE: "crowded",
};

/** PostgreSQL's own, by SQLSTATE or its class. */
const SQLSTATE: readonly (readonly [RegExp, TroubleKind])[] = [
  [/^08/, "away"],
  // Shutting down, crashed, starting up, terminated by an administrator, idle for too long.
  [/^57P0[1-5]$|^25P0[345]$/, "away"],
  // A standby that was not promoted yet, or an administrator's read-only: nothing can be written.
  [/^25006$/, "away"],
  [/^53100$|^58030$/, "full"],
  [/^53/, "crowded"],
  [/^57014$|^57000$/, "slow"],
  [/^55P03$|^40P01$/, "locked"],
];

/** What `pg` and its pool say without a code. */
const WORDS: readonly (readonly [RegExp, TroubleKind])[] = [
  [/^timeout exceeded when trying to connect$/, "crowded"],
  [/^Connection terminated|is not queryable$|^timeout expired$|connection timeout$/, "away"],
  [/connection has been discarded$|^Cannot use a pool after|already been destroyed$/, "away"],
  [/No space left on device/, "full"],
];

/** What is the matter, judged by an error from the database's driver; null: a fault of ours. */
export function troubleOf(error: unknown): TroubleKind | null {
  if (!(error instanceof Error)) return null;
  if (isOutOfPatience(error)) return "slow";
  const { code } = error as { code?: unknown };
  if (typeof code === "string") {
    const known = SYSTEM[code] ?? find(SQLSTATE, code);
    if (known) return known;
  }
  const told = code === undefined ? find(WORDS, error.message) : null;
  if (told) return told;
  // One try for each address of the host.
  return error instanceof AggregateError ? troubleOf(error.errors[0]) : null;
}

function find(table: readonly (readonly [RegExp, TroubleKind])[], text: string) {
  return table.find(([pattern]) => pattern.test(text))?.[1] ?? null;
}

/** Is this fault, thrown by whatever asked the database, trouble with it? */
export function isDatabaseTrouble(error: unknown): boolean {
  // By name: Next's pages and server.ts have a copy of this module each.
  return error instanceof Error && (error.name === "DatabaseTrouble" || isOutOfPatience(error));
}

const KEY = Symbol.for("usher.db.trouble");
const shared = globalThis as { [KEY]?: number };

/** The error as what it is: trouble, noted for `troubleSince`, or unchanged. */
export function noteTrouble(error: unknown): unknown {
  const known = (error as Error | null)?.name === "DatabaseTrouble";
  const kind = known ? null : troubleOf(error);
  if (!known && !kind) return error;
  shared[KEY] = performance.now();
  return kind ? new DatabaseTrouble(kind, error) : error;
}

/**
 * Did anything in this process have trouble with the database since then (performance.now())? A page
 * that failed meanwhile failed by that: several requests may wait for one and the same look-up, and
 * only one of them hears why it failed.
 */
export function troubleSince(moment: number): boolean {
  return (shared[KEY] ?? Number.NEGATIVE_INFINITY) >= moment;
}
