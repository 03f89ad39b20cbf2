import type { Db, Tx } from "@/lib/db/database";
import { hashSecret } from "@/lib/seal";

/** A pass by its secret, with the registration and event that it opens. */
export async function findPass(tx: Db | Tx, token: string) {
  return tx
    .selectFrom("passes")
    .innerJoin("registrations", "registrations.id", "passes.registration_id")
    .innerJoin("events", "events.id", "registrations.event_id")
    .select([
      "passes.registration_id as registrationId",
      "passes.proved",
      "passes.ended_at as endedAt",
      "registrations.event_id as eventId",
      "events.slug",
    ])
    .where("passes.hash", "=", hashSecret(token))
    .executeTakeFirst();
}
