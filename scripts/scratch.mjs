import { chmodSync, mkdtempSync, rmSync, statfsSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";

const MEMORY = "/dev/shm";
/** As Linux names the kind of a file system in memory. */
const TMPFS = 0x01021994;
const NEEDED_BYTES = 4 * 1024 ** 3;

/**
 * A directory for what tests make and throw away: thousands of small files of databases, which ext4
 * takes a third of all processor time to find inodes for, and memory next to none. On a machine
 * without memory to spare, or of another kind, it is where temporary files always go.
 * @returns {{ path: string, remove: () => void }}
 */
export function makeScratch() {
  const made = mkdtempSync(path.join(hasMemory() ? MEMORY : tmpdir(), "usher-scratch-"));
  // PostgreSQL's own user has to reach its directory in it.
  chmodSync(made, 0o711);
  return { path: made, remove: () => rmSync(made, { recursive: true, force: true }) };
}

function hasMemory() {
  try {
    const { type, bavail, bsize } = statfsSync(MEMORY);
    return type === TMPFS && Math.min(bavail * bsize, process.availableMemory()) > NEEDED_BYTES;
  } catch {
    return false;
  }
}
