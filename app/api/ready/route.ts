import { isMigrated } from "@/lib/db/migrate";
import { log } from "@/lib/log";

export const dynamic = "force-dynamic";

const LIMIT = 3_000;

/** Ready: the database can be reached and all migrations are in place; 503 otherwise. */
export async function GET(): Promise<Response> {
  const ready = await Promise.race([
    isMigrated().catch((error: unknown) => {
      log.warn({ err: error }, "not ready: the database can't be reached");
      return false;
    }),
    new Promise<false>((resolve) => setTimeout(resolve, LIMIT, false).unref()),
  ]);
  return new Response(ready ? "ready\n" : "not ready\n", {
    status: ready ? 200 : 503,
    headers: { "cache-control": "no-store" },
  });
}
