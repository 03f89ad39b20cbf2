import fs from "node:fs";
import { DatabaseTrouble } from "@/lib/db/trouble";

const MEGABYTE = 1024 * 1024;
const LOOK_EVERY = 1_000;

/**
 * What stays free on the embedded database's disk: four files of its write-ahead log. When it can't
 * have its next one, PostgreSQL gives up, and PGlite then runs in a circle that nothing ends.
 */
const RESERVED_ROOM = 64 * MEGABYTE;

export interface DiskRoom {
  /** A sentence when nothing may be written any more. */
  problem(): string | null;
  /** @throws DatabaseTrouble when nothing may be written any more. */
  refuseWhenFull(): void;
}

/** Watches the room on the disk of a directory; looks at most once a second. */
export function watchDiskRoom(dir: string): DiskRoom {
  let lookedAt = Number.NEGATIVE_INFINITY;
  let room = 0;

  function problem(): string | null {
    if (performance.now() - lookedAt > LOOK_EVERY) {
      const { bavail, bsize } = fs.statfsSync(dir);
      room = bavail * bsize;
      lookedAt = performance.now();
    }
    if (room >= RESERVED_ROOM) return null;
    const [left, kept] = [room, RESERVED_ROOM].map((bytes) => Math.floor(bytes / MEGABYTE));
    return `The disk of DATA_DIR has ${left} MB left, and the database keeps ${kept} MB free: make room there.`;
  }

  return {
    problem,
    refuseWhenFull() {
      const message = problem();
      if (message) throw new DatabaseTrouble("full", { code: "ENOSPC", message });
    },
  };
}
