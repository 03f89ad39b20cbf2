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
 * While TOKEN_KEYS holds more than one key, every start asks for it: at once, and once more an hour
 * later, because an instance of the version before may seal under its own first key until then.
 */
export async function scheduleReseal(tx: Tx, now: Date): Promise<void> {
  if (env().tokenKeys.length < 2) return;
  for (const [when, runAt] of [
    ["now", now],
    ["later", new Date(now.getTime() + HOUR_MS)],
  ] as const)
    await enqueue(
      tx,
      reseal,
      {},
      { lane: "retention", dedupeKey: `reseal:${when}:${sealPrefix()}`, runAt },
    );
}
