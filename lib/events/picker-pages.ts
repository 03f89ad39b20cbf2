import { sql } from "kysely";
import { db } from "@/lib/db/database";
import type { EventState } from "@/lib/db/schema";
import { COUNTED } from "@/lib/registrations/queries";

/** The page that stands for a meeting already, as the picker shows it. */
export interface PickerPage {
  eventId: string;
  state: EventState;
  taken: number;
  capacity: number | null;
}

/** Places are counted as they go only where there is a number of them. */
const taken = sql<number>`case when events.capacity is not null then events.occupied else (
  select count(*)::integer from registrations where event_id = events.id
    and place in (${COUNTED})) end`;

/** A person's pages that aren't cancelled; narrow it to the meetings that are looked at. */
export function selectPages(personId: string) {
  return db()
    .selectFrom("events")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .select(["events.id as eventId", "events.state", taken.as("taken"), "events.capacity"])
    .where("meetings.person_id", "=", personId)
    .where("events.state", "!=", "cancelled");
}

/** Of a row of it, what may leave the server. */
export function asPage(row: PickerPage | undefined): PickerPage | null {
  if (!row) return null;
  const { eventId, state, taken, capacity } = row;
  return { eventId, state, taken, capacity };
}
