import { closeDatabase, openDatabase } from "@/lib/db/database";
import { migrate } from "@/lib/db/migrate";
import { benchEnvironment } from "./environment";
import { startDurablePostgres } from "./postgres";
import { stopProcesses } from "./process";
import { type BenchSandbox, spawnSandbox } from "./sandbox";

export interface Desk {
  databaseUrl: string;
  sandbox: BenchSandbox;
  /** What the product's processes are started with. */
  env: Record<string, string>;
}

/** A durable database, migrated and open here, and a sandbox; all of it gone when `work` is done. */
export async function withDesk<T>(work: (desk: Desk) => Promise<T>): Promise<T> {
  const server = await startDurablePostgres();
  const sandbox = await spawnSandbox();
  try {
    const env = benchEnvironment(server.url, sandbox);
    await openDatabase({ databaseUrl: server.url, dataDir: "" });
    await migrate();
    return await work({ databaseUrl: server.url, sandbox, env });
  } finally {
    await stopProcesses();
    await closeDatabase();
    await sandbox.stop();
    await server.stop();
  }
}
