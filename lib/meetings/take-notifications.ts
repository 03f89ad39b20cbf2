import { timingSafeEqual } from "node:crypto";
import { sql } from "kysely";
import { z } from "zod";
import { db, withTx } from "@/lib/db/database";
import { log } from "@/lib/log";
import { hashSecret } from "@/lib/seal";
import { hastenLooks } from "./hasten-looks";

/** Of what Microsoft sends, all that is read. What changed is asked anew, never taken from here. */
export const notifications = z.object({
  value: z
    .array(
      z.object({
        subscriptionId: z.string().min(1).max(200),
        clientState: z.string().max(200).nullish(),
        lifecycleEvent: z.string().max(100).nullish(),
      }),
    )
    .max(1000),
});

export type Notifications = z.infer<typeof notifications>;

/**
 * Has the meetings looked at that Microsoft told of. Who doesn't bring a subscription's secret is
 * nobody. Answers how many looks that hastened: none for a stranger, and for what was told a moment
 * ago.
 */
export async function takeNotifications({ value }: Notifications): Promise<number> {
  const ids = [...new Set(value.map(({ subscriptionId }) => subscriptionId))];
  if (ids.length === 0) return 0;
  const known = await db()
    .selectFrom("subscriptions")
    .select([
      "id",
      "graph_id as graphId",
      "person_id as personId",
      "webinar_id as webinarId",
      "secret_hash as secretHash",
    ])
    .where("graph_id", "in", ids)
    .execute();
  const told = known.flatMap((subscription) => {
    const own = value.filter(
      ({ subscriptionId, clientState }) =>
        subscriptionId === subscription.graphId && isSecret(clientState, subscription.secretHash),
    );
    return own.length > 0 ? [{ ...subscription, own }] : [];
  });
  if (told.length === 0) return 0;
  return withTx(async (tx) => {
    for (const { id, own } of told) {
      const events = own.map(({ lifecycleEvent }) => lifecycleEvent);
      const isGone = events.includes("subscriptionRemoved");
      // Renewing says anew that it may be; a removed one is made again.
      if (!isGone && !events.includes("reauthorizationRequired")) continue;
      log.info({ isGone }, "Microsoft says how a subscription stands");
      await tx
        .updateTable("subscriptions")
        .set({ keep_at: sql<Date>`now()`, ...(isGone && { graph_id: null, ends_at: null }) })
        .where("id", "=", id)
        .execute();
    }
    return hastenLooks(tx, told);
  });
}

/** Compared as hashes of one length, in the same time whatever differs. */
function isSecret(given: string | null | undefined, hash: string | null): boolean {
  if (!given || !hash) return false;
  return timingSafeEqual(Buffer.from(hashSecret(given)), Buffer.from(hash));
}
