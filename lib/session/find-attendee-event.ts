import type { Db } from "@/lib/db/database";

/** The event that an attendee may sign in for, and its organizer's tenant. Drafts are nobody's. */
export async function findAttendeeEvent(
  db: Db,
  slug: string,
): Promise<{ eventId: string; slug: string; tid: string } | null> {
  const event = await db
    .selectFrom("events")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .select(["events.id as eventId", "events.slug", "persons.tid"])
    .where("events.slug", "=", slug)
    .where("events.state", "!=", "draft")
    .executeTakeFirst();
  return event ?? null;
}
