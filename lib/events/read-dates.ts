import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { chosenBy } from "@/lib/registrations/own-dates";
import { COUNTED } from "@/lib/registrations/queries";
import type { EventAccess } from "@/lib/session/access";

/** A date of an event as its organizer sees it. */
export interface DeskDate {
  id: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
  capacity: number | null;
  cancelled: boolean;
  /** People with a place who come to it. */
  people: number;
}

/** Every date of the event, in order. */
export function readDates(access: EventAccess): Promise<DeskDate[]> {
  return db()
    .selectFrom("event_dates")
    .innerJoin("events", "events.id", "event_dates.event_id")
    .select([
      "event_dates.id",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
      "event_dates.capacity",
      sql<boolean>`event_dates.cancelled_at is not null`.as("cancelled"),
      sql<number>`case when events.chooses_dates then ${chosenBy} else (
        select count(*)::int from registrations r
        where r.event_id = events.id and r.place in (${COUNTED})) end`.as("people"),
    ])
    .where("events.id", "=", access.eventId)
    .orderBy("event_dates.starts_at")
    .orderBy("event_dates.id")
    .execute();
}
