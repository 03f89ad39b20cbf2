import fs from "node:fs";
import path from "node:path";
import { OperatorError } from "@/lib/operator-error";

const FILE_NAME = "lock.sqlite";

const SQLITE_BUSY = 5;

/** Somebody else has the data directory. */
export class DirectoryLockedError extends OperatorError {
  override name = "DirectoryLockedError";
  constructor(dir: string) {
    super(
      `Another Usher is already running on ${dir}. Stop it first, or give this one its own DATA_DIR.`,
    );
  }
}

export interface DirectoryLock {
  release(): void;
}

/**
 * Takes a directory for this process alone. PGlite itself lets a second process in, and both
 * lose rows in silence. The lock is SQLite's on a file: the system frees it however the process
 * ends, so there is no stale lock and no process id to judge.
 * @throws DirectoryLockedError when another holds it (also another copy in this process).
 */
export function lockDirectory(dir: string): DirectoryLock {
  makeDirectory(dir);
  // Not an import: bundlers and test transforms have yet to learn that this module is built in.
  const { DatabaseSync } = process.getBuiltinModule("node:sqlite");
  const holder = new DatabaseSync(path.join(dir, FILE_NAME));
  try {
    holder.exec("pragma locking_mode = exclusive; begin exclusive");
  } catch (error) {
    holder.close();
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) {
      throw new DirectoryLockedError(dir);
    }
    throw error;
  }
  return { release: () => holder.close() };
}

function makeDirectory(dir: string): void {
  try {
    fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
    fs.accessSync(dir, fs.constants.W_OK);
  } catch (cause) {
    throw new OperatorError(`DATA_DIR can't be written to: ${dir}.`, { cause });
  }
}
