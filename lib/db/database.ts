import { Kysely, PGliteDialect, PostgresDialect, sql, type Transaction } from "kysely";
import type pg from "pg";
import { watchDiskRoom } from "@/lib/db/disk-room";
import { type Embedded, openEmbedded } from "@/lib/db/embedded";
import { guardedDialect, refuseInsideTransaction } from "@/lib/db/guarded-dialect";
import { openPool } from "@/lib/db/postgres";
import type { Database } from "@/lib/db/schema";
import { currentScope, runInScope, type TransactionScope } from "@/lib/db/transaction-scope";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { OperatorError } from "@/lib/operator-error";
import { within } from "@/lib/patience";
import { scrub } from "@/lib/scrub";

/** Statements outside of transactions. */
export type Db = Kysely<Database>;
/** Statements of one transaction. */
export type Tx = Transaction<Database>;

export interface DatabaseOptions {
  /** PostgreSQL's address; null: the embedded database in `dataDir`. */
  databaseUrl: string | null;
  dataDir: string;
}

interface Handle {
  options: DatabaseOptions;
  kysely: Db;
  /** PostgreSQL's pool, once a query has opened it. */
  pool: pg.Pool | null;
  close(): Promise<void>;
}

const KEY = Symbol.for("usher.db");
// One database a process, whichever copy of this module is asked: two on one directory destroy it.
const shared = globalThis as { [KEY]?: Handle };

/**
 * The database, as the environment says; opened by the first query.
 * @throws OutsideTransactionError inside withTx, where `tx` is the only way.
 */
export function db(): Db {
  refuseInsideTransaction();
  return handle().kysely;
}

/** How the open database is reached. */
export function databaseOptions(): DatabaseOptions {
  return handle().options;
}

/** How busy this process's connections are; null on the embedded database, which has one. */
export function poolLoad(): { size: number; busy: number; idle: number; waiting: number } | null {
  const pool = shared[KEY]?.pool;
  if (!pool) return null;
  const { totalCount, idleCount, waitingCount } = pool;
  return {
    size: pool.options.max,
    busy: totalCount - idleCount,
    idle: idleCount,
    waiting: waitingCount,
  };
}

/**
 * Runs `work` in one transaction (read committed) and resolves once it is durable.
 * A throw rolls everything back. Keep network calls and slow computing outside.
 */
export async function withTx<T>(work: (tx: Tx) => Promise<T>): Promise<T> {
  refuseInsideTransaction();
  const scope: TransactionScope = { open: true, afterCommit: [] };
  const { kysely, options } = handle();
  let result: T;
  try {
    result = await kysely
      .transaction()
      .setIsolationLevel("read committed")
      .execute((tx) =>
        runInScope(scope, async () => {
          const value = await work(tx);
          // A statement that failed and was caught leaves a transaction that "commits" nothing.
          // PostgreSQL says so in its answer to the commit and Kysely throws; the embedded database
          // says nothing, so it is asked.
          if (options.databaseUrl === null) await sql`select 1`.execute(tx);
          return value;
        }),
      );
  } finally {
    scope.open = false;
  }
  for (const callback of scope.afterCommit) runCallback(callback);
  return result;
}

/**
 * Calls `callback` when the transaction around the caller has committed, never when it rolls
 * back; at once outside of transactions. What it throws is logged: the commit stands.
 */
export function afterCommit(callback: () => void): void {
  const scope = currentScope();
  if (scope) scope.afterCommit.push(callback);
  else runCallback(callback);
}

/**
 * Opens the database now, so that a start fails here and not at the first request.
 * @throws OperatorError when PostgreSQL can't be reached or the directory is another's.
 */
export async function openDatabase(options?: DatabaseOptions): Promise<Db> {
  if (options && shared[KEY]) throw new Error("The database is open already.");
  if (options) shared[KEY] = makeHandle(options);
  const { kysely, options: opened } = handle();
  try {
    await sql`select 1`.execute(kysely);
  } catch (error) {
    throw opened.databaseUrl === null ? error : sayUnreachable(opened.databaseUrl, error);
  }
  return kysely;
}

/**
 * Closes the database for good, as the process ends: what is under way has a moment, and whoever
 * still asks is told at once.
 */
export async function endDatabase(): Promise<void> {
  await shared[KEY]?.close();
}

/** Does the database answer within that time? */
export async function databaseAnswers(ms: number): Promise<boolean> {
  try {
    await within(ms, () => sql`select 1`.execute(handle().kysely));
    return true;
  } catch {
    return false;
  }
}

/** Closes the database, if it is open. The next use opens it again. */
export async function closeDatabase(): Promise<void> {
  const open = shared[KEY];
  delete shared[KEY];
  await open?.close();
}

function handle(): Handle {
  shared[KEY] ??= makeHandle(env());
  return shared[KEY];
}

function makeHandle({ databaseUrl, dataDir }: DatabaseOptions): Handle {
  const options = { databaseUrl, dataDir };
  return databaseUrl === null ? embeddedHandle(options) : postgresHandle(options, databaseUrl);
}

function embeddedHandle(options: DatabaseOptions): Handle {
  let opening: Promise<Embedded> | null = null;
  async function pglite() {
    // The promise is kept, not its value: two first queries at once open it once.
    opening ??= openEmbedded(options.dataDir);
    try {
      return (await opening).pglite;
    } catch (error) {
      opening = null;
      throw error;
    }
  }
  const room = watchDiskRoom(options.dataDir);
  const dialect = guardedDialect(new PGliteDialect({ pglite }), () => room.refuseWhenFull());
  const kysely = new Kysely<Database>({ dialect });
  return {
    options,
    kysely,
    pool: null,
    async close() {
      await (await opening)?.close();
      await kysely.destroy();
    },
  };
}

function postgresHandle(options: DatabaseOptions, url: string): Handle {
  async function pool() {
    made.pool = openPool({ url });
    return made.pool;
  }
  const kysely = new Kysely<Database>({ dialect: guardedDialect(new PostgresDialect({ pool })) });
  const made: Handle = { options, kysely, pool: null, close: () => kysely.destroy() };
  return made;
}

function sayUnreachable(url: string, cause: unknown): OperatorError {
  const { code, message } = cause as { code?: string; message?: string };
  const reason = scrub(message || code || "no answer");
  return new OperatorError(
    `The database of DATABASE_URL (${URL.parse(url)?.host}) can't be used: ${reason}.`,
    { cause },
  );
}

function runCallback(callback: () => void): void {
  try {
    callback();
  } catch (error) {
    log.error({ err: error }, "a callback after a commit failed");
  }
}
