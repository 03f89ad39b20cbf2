import { sql } from "kysely";
import { db, withTx } from "@/lib/db/database";
import { handle } from "@/lib/jobs/handle";
import { handOn } from "./hand-on";
import { handOnPlaces } from "./hand-on-places";

export const handOnHandler = handle(handOn, async ({ eventId }, { renew }) => {
  // The database's clock, which said that the job is due: another one may still be a second behind.
  const { rows } = await sql<{ now: Date }>`select now() as now`.execute(db());
  const now = rows[0]?.now ?? new Date();
  const hasEvent = await db()
    .selectFrom("events")
    .select("id")
    .where("id", "=", eventId)
    .executeTakeFirst();
  if (!hasEvent) return;
  while ((await withTx((tx) => handOnPlaces(tx, eventId, now))) === "more") await renew();
});
