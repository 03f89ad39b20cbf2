import fs from "node:fs";
import path from "node:path";
import { PGlite } from "@electric-sql/pglite";
import { lockDirectory } from "@/lib/db/directory-lock";
import { watchDiskRoom } from "@/lib/db/disk-room";
import { DurableNodeFS, fsyncTree } from "@/lib/db/durable-nodefs";
import { keepHouse } from "@/lib/db/embedded-upkeep";
import { STRING_TYPES } from "@/lib/db/types";
import { OperatorError } from "@/lib/operator-error";

/** Major version of the PostgreSQL inside the pinned PGlite: a directory of another can't be read. */
const MAJOR = "18";

export interface Embedded {
  pglite: PGlite;
  /** Ends it in order: upkeep stopped, database shut down, directory free. */
  close(): Promise<void>;
}

/**
 * Opens the embedded database in `{dataDir}/database` behind its guards:
 * directory lock, real fsync, upkeep, the parsers of `pg`. One a process: lib/db/database.ts
 * sees to that.
 * @throws DirectoryLockedError when another process has the directory.
 * @throws OperatorError when its disk is full: opening writes.
 */
export async function openEmbedded(dataDir: string): Promise<Embedded> {
  const lock = lockDirectory(dataDir);
  try {
    const problem = watchDiskRoom(dataDir).problem();
    if (problem) throw new OperatorError(problem);
    const dir = path.join(dataDir, "database");
    const fresh = !refuseOtherMajor(dir);
    fs.mkdirSync(dir, { recursive: true, mode: 0o700 });
    const pglite = await PGlite.create({
      fs: new DurableNodeFS(dir),
      startParams: startParams(),
      parsers: Object.fromEntries(STRING_TYPES.map((oid) => [oid, (text: string) => text])),
    });
    if (fresh) {
      await pglite.query("checkpoint");
      fsyncTree(dir);
    }
    const upkeep = keepHouse(pglite);
    return {
      pglite,
      async close() {
        await upkeep.stop();
        if (!pglite.closed) await pglite.close();
        lock.release();
      },
    };
  } catch (error) {
    lock.release();
    throw error;
  }
}

function startParams(): string[] {
  return [
    // -F would turn fsync off; fdatasync is answered without being done, hence the method.
    ...PGlite.defaultStartParams.filter((param) => param !== "-F"),
    ...["fsync=on", "wal_sync_method=fsync", "shared_buffers=32MB"].flatMap((set) => ["-c", set]),
    ...["min_wal_size=32MB", "max_wal_size=128MB"].flatMap((set) => ["-c", set]),
  ];
}

/** True when there is a database in the directory. */
function refuseOtherMajor(dir: string): boolean {
  const file = path.join(dir, "PG_VERSION");
  if (!fs.existsSync(file)) return false;
  const major = fs.readFileSync(file, "utf8").trim();
  if (major !== MAJOR) {
    throw new OperatorError(
      `The database in ${dir} is of PostgreSQL ${major} and this Usher reads ${MAJOR}: move it with pg_dump.`,
    );
  }
  return true;
}
