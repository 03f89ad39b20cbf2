import { z } from "zod";
import type { Tx } from "@/lib/db/database";
import { env } from "@/lib/env";
import { defineJob } from "@/lib/jobs/define";
import { enqueue } from "@/lib/jobs/enqueue";
import { sealPrefix } from "@/lib/seal";

/** Seals everything anew under the first of TOKEN_KEYS, so that the others can be dropped. */
export const reseal = defineJob({ name: "retention.reseal", payload: z.object({}) });

const HOUR_MS = 60 * 60_000;

/**
 * Every start asks for it, so that a key that is missing is said soon after. While TOKEN_KEYS holds
 * more than one, it runs once more an hour later, because an instance of the version before may
 * seal under its own first key until then.
 */
export async function scheduleReseal(tx: Tx, now: Date): Promise<void> {
  const runs: [when: string, runAt: Date][] = [["now", now]];
  if (env().tokenKeys.length > 1) runs.push(["later", new Date(now.getTime() + HOUR_MS)]);
  for (const [when, runAt] of runs)
    await enqueue(
      tx,
      reseal,
      {},
      { lane: "retention", dedupeKey: `reseal:${when}:${sealPrefix()}`, runAt },
    );
}
