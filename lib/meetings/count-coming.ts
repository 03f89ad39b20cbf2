import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";

/** People with a place who come to any of these dates, each once. */
export async function countComing(
  db: Db | Tx,
  eventId: string,
  dates: readonly string[],
): Promise<number> {
  if (dates.length === 0) return 0;
  const { count } = await db
    .selectFrom("registrations")
    .innerJoin("events", "events.id", "registrations.event_id")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("events.id", "=", eventId)
    .where("place", "=", "taken")
    .where((eb) =>
      eb.or([
        eb("events.chooses_dates", "=", false),
        eb.exists(
          eb
            .selectFrom("registration_dates as chosen")
            .select("chosen.date_id")
            .whereRef("chosen.registration_id", "=", "registrations.id")
            .where("chosen.date_id", "in", dates)
            .where("chosen.given_up_at", "is", null),
        ),
      ]),
    )
    .executeTakeFirstOrThrow();
  return count;
}
