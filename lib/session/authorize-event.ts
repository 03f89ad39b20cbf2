import type { Db, Tx } from "@/lib/db/database";
import type { MemberRole } from "@/lib/db/schema";
import type { EventAccess, Need } from "./access";

const ENOUGH: Record<Need, readonly MemberRole[]> = {
  view: ["viewer", "editor", "owner"],
  edit: ["editor", "owner"],
  own: ["owner"],
};

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/**
 * Whether this person may do that at this event. Null: no such event, or not theirs, or a role that
 * is not enough. The three are not told apart.
 */
export async function authorizeEvent(
  db: Db | Tx,
  personId: string,
  eventId: string,
  need: Need,
): Promise<EventAccess | null> {
  if (!UUID.test(eventId)) return null;
  const member = await db
    .selectFrom("members")
    .select(["event_id as eventId", "person_id as personId", "role"])
    .where("event_id", "=", eventId)
    .where("person_id", "=", personId)
    .executeTakeFirst();
  return member && ENOUGH[need].includes(member.role) ? (member as EventAccess) : null;
}
