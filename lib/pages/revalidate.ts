import { timingSafeEqual } from "node:crypto";
import { newSecret } from "@/lib/seal";

/** Where server.ts asks its own Next to drop pages: only there does Next let one. */
export const REVALIDATE_PATH = "/api/internal/revalidate";

const KEY = Symbol.for("usher.revalidate-secret");
// server.ts and the route are two bundles in one process.
const shared = globalThis as { [KEY]?: string };

function secret(): string {
  shared[KEY] ??= newSecret();
  return shared[KEY];
}

/** Does this `authorization` header come from this very process? */
export function isOwnRequest(authorization: string | null): boolean {
  const given = Buffer.from(authorization ?? "");
  const wanted = Buffer.from(`Bearer ${secret()}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

/**
 * Drops the pages with these slugs from the cache of the Next that listens on `port` here.
 * @throws when it does not answer; nothing is dropped then, or only a part.
 */
export async function revalidateHere(port: number, slugs: string[]): Promise<void> {
  const answer = await fetch(`http://127.0.0.1:${port}${REVALIDATE_PATH}`, {
    method: "POST",
    headers: { authorization: `Bearer ${secret()}`, "content-type": "application/json" },
    body: JSON.stringify({ slugs }),
    signal: AbortSignal.timeout(10_000),
  });
  await answer.body?.cancel();
  if (!answer.ok) throw new Error(`Revalidating pages answered ${answer.status}.`);
}
