import { sql } from "kysely";
import type { Db } from "@/lib/db/database";
import type { Audience } from "@/lib/db/schema";
import { COUNTED } from "@/lib/registrations/queries";

/** Live calls for each: the next ones matter most. */
const AT_MOST = 10;

export interface OpenEvent {
  id: string;
  title: string;
  graphId: string;
  registrar: string;
}

/**
 * Open events that are still to end and hang on an online meeting of this organizer's, the next
 * first. (A webinar is no online meeting: its check reads its own.)
 */
export function readOpenEvents(db: Db, personId: string, now: Date): Promise<OpenEvent[]> {
  return db
    .selectFrom("events")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select(["events.id", "events.title", "events.registrar", "meetings.graph_id as graphId"])
    .where("events.acts_as", "=", personId)
    .where("events.state", "=", "open")
    .where("events.registrar", "in", ["external", "direct"])
    .groupBy(["events.id", "meetings.graph_id"])
    .having((eb) => eb.fn.max("event_dates.ends_at"), ">", now)
    .orderBy(sql`min(event_dates.starts_at)`)
    .limit(AT_MOST)
    .execute();
}

export interface WebinarEvent {
  id: string;
  title: string;
  graphId: string;
  tid: string;
  oid: string;
  audience: Audience;
  capacity: number | null;
  /** With a place, or with one that is held. */
  people: number;
}

/** This organizer's events on webinars that are still to end, drafts too, the next first. */
export function readWebinarEvents(db: Db, personId: string, now: Date): Promise<WebinarEvent[]> {
  return db
    .selectFrom("events")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select([
      "events.id",
      "events.title",
      "events.audience",
      "events.capacity",
      "meetings.graph_id as graphId",
      "persons.tid",
      "persons.oid",
      sql<number>`(select count(*)::integer from registrations r where r.event_id = events.id
        and r.place in (${COUNTED}))`.as("people"),
    ])
    .where("events.acts_as", "=", personId)
    .where("events.state", "in", ["draft", "open", "closed"])
    .where("events.registrar", "=", "webinar")
    .groupBy(["events.id", "meetings.graph_id", "persons.tid", "persons.oid"])
    .having((eb) => eb.fn.max("event_dates.ends_at"), ">", now)
    .orderBy(sql`min(event_dates.starts_at)`)
    .limit(AT_MOST)
    .execute();
}

/** The tenants whose organizers have events on webinars that are still to end. */
export async function readWebinarTenants(db: Db, now: Date): Promise<string[]> {
  const rows = await db
    .selectFrom("events")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .select("persons.tid")
    .distinct()
    .where("events.registrar", "=", "webinar")
    .where("events.state", "in", ["draft", "open", "closed"])
    .where("event_dates.ends_at", ">", now)
    .execute();
  return rows.map(({ tid }) => tid);
}

/** Tenants of which it shows that they agreed to this delegated permission. */
export async function readAgreedTenants(db: Db, scope: string): Promise<string[]> {
  const { rows } = await sql<{ tid: string }>`
    select persons.tid from connections
    join persons on persons.id = connections.person_id
    where connections.state = 'working' and lower(${scope}) = any (string_to_array(lower(scopes), ' '))
    union
    select r.tid from enrolments e
    join registrations r on r.id = e.registration_id
    where e.tried_as_attendee and r.tid is not null`.execute(db);
  return rows.map(({ tid }) => tid);
}

/**
 * Whom `npm run doctor -- --organizer` means: an id, or an address (of how many accounts ever).
 * With `tid`: of that tenant only.
 */
export function findOrganizers(
  db: Db,
  asked: string,
  tid: string | null,
): Promise<{ id: string; name: string }[]> {
  return db
    .selectFrom("persons")
    .select(["id", "name"])
    .where((eb) =>
      eb.or([
        eb(sql`id::text`, "=", asked.toLowerCase()),
        eb(sql`lower(email)`, "=", asked.toLowerCase()),
      ]),
    )
    .where((eb) => (tid === null ? eb.lit(true) : eb("tid", "=", tid)))
    .limit(AT_MOST)
    .execute();
}
