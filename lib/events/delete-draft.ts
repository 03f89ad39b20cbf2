import { db } from "@/lib/db/database";
import type { EventAccess } from "@/lib/session/access";

/** Deletes an event that was never published; nothing else can be deleted. */
export async function deleteDraft(access: EventAccess): Promise<boolean> {
  const deleted = await db()
    .deleteFrom("events")
    .where("id", "=", access.eventId)
    .where("state", "=", "draft")
    .executeTakeFirst();
  return deleted.numDeletedRows > 0n;
}
