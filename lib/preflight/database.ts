import { statfs } from "node:fs/promises";
import { databaseOptions } from "@/lib/db/database";
import { isMigrated } from "@/lib/db/migrate";
import { scrub } from "@/lib/scrub";
import type { Check, Finding } from "./check";

const MEGABYTE = 1024 * 1024;
/** Well above what the embedded database keeps free for itself (lib/db/disk-room.ts). */
const ENOUGH_ROOM = 512 * MEGABYTE;

/** Reachable, with this version's migrations, and with room where it is embedded. */
export const databaseCheck: Check = {
  name: "database",
  async run() {
    const { databaseUrl, dataDir } = databaseOptions();
    const kind = databaseUrl === null ? "embedded" : "PostgreSQL";
    try {
      if (!(await isMigrated())) return { kind: "red", reason: "version", by: "operator" };
    } catch (error) {
      return unreachable(error);
    }
    return databaseUrl === null ? room(dataDir, kind) : { kind: "green", values: { kind } };
  },
};

async function room(dataDir: string, kind: string): Promise<Finding> {
  const { bavail, bsize } = await statfs(dataDir);
  const left = Math.floor((bavail * bsize) / MEGABYTE);
  const values = { kind, left, enough: ENOUGH_ROOM / MEGABYTE };
  return bavail * bsize < ENOUGH_ROOM
    ? { kind: "red", reason: "disk", by: "operator", values }
    : { kind: "green", values };
}

function unreachable(error: unknown): Finding {
  const { code, message } = error as { code?: string; message?: string };
  const said = scrub(code || message || "no answer");
  return { kind: "red", reason: "unreachable", by: "operator", values: { said } };
}
