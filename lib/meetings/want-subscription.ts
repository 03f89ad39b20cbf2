import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { enqueueFindDue } from "./find-due";
import { notificationAddress } from "./notification-address";
import type { Followed } from "./queries";

/** Wants to be told of changes of this meeting, once for each calendar and each webinar. */
export async function wantSubscription(
  tx: Tx,
  { actsAs, kind, graphId }: Pick<Followed, "actsAs" | "kind" | "graphId">,
): Promise<void> {
  if (!notificationAddress()) return;
  const { rows } = await sql`
    insert into subscriptions (person_id, webinar_id)
    values (${actsAs}::uuid, ${kind === "webinar" ? graphId : null})
    on conflict do nothing returning id`.execute(tx);
  if (rows.length > 0) await enqueueFindDue(tx, new Date());
}
