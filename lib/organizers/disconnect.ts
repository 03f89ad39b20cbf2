import { sql } from "kysely";
import { withTx } from "@/lib/db/database";

/**
 * Usher forgets how to act for this person: their tokens are erased. Events stay; what needs
 * Microsoft waits until they connect again.
 */
export async function disconnect(personId: string): Promise<void> {
  await withTx((tx) =>
    tx
      .updateTable("connections")
      .set({
        state: "broken",
        broken_reason: "disconnected",
        broken_at: sql<Date>`now()`,
        refresh_token_sealed: "",
        access_token_sealed: null,
        access_expires_at: null,
        refresh_lease: null,
        refresh_until: null,
        updated_at: sql<Date>`now()`,
      })
      .where("person_id", "=", personId)
      .execute(),
  );
}
