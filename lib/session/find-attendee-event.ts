import type { Db } from "@/lib/db/database";
import type { Audience, RegistrarName } from "@/lib/db/schema";

interface AttendeeEvent {
  eventId: string;
  slug: string;
  tid: string;
  registrar: RegistrarName;
  audience: Audience;
}

/** The event that an attendee may sign in for, and its organizer's tenant. Drafts are nobody's. */
export async function findAttendeeEvent(db: Db, slug: string): Promise<AttendeeEvent | null> {
  const event = await db
    .selectFrom("events")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .select(["events.id as eventId", "events.slug", "persons.tid"])
    .select(["events.registrar", "events.audience"])
    .where("events.slug", "=", slug)
    .where("events.state", "!=", "draft")
    .executeTakeFirst();
  return event ?? null;
}
