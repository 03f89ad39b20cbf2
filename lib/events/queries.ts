import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { RegistrarName } from "@/lib/db/schema";
import { COUNTED_PLACES, hearsOfChanges } from "@/lib/registrations/queries";
import { nextFirst } from "./next-date";

const EVENT = [
  "events.id",
  "events.slug",
  "events.state",
  "events.title",
  "events.description",
  "events.host_name as hostName",
  "events.accent",
  "events.audience",
  "events.delivery",
  "events.registrar",
  "events.capacity",
  "events.occupied",
  "events.opens_at as opensAt",
  "events.closes_at as closesAt",
  "events.form_version as formVersion",
  "events.alarm_minutes as alarmMinutes",
  "events.published_at as publishedAt",
  "events.meeting_id as meetingId",
  "events.acts_as as actsAs",
  "events.chooses_dates as choosesDates",
] as const;

/**
 * The event's row, locked against sign-ups and other changes until the transaction ends. Not its key:
 * whoever stores a link writes rows that refer to it, and would wait with theirs locked.
 */
export async function lockEvent(tx: Tx, eventId: string) {
  return tx
    .selectFrom("events")
    .select(EVENT)
    .where("id", "=", eventId)
    .forNoKeyUpdate()
    .executeTakeFirstOrThrow();
}

/** The event with its (next) date and its meeting. */
export async function loadEvent(tx: Db | Tx, eventId: string) {
  return tx
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .select(EVENT)
    .select([
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
      "meetings.subject",
      "meetings.graph_id as graphId",
      "meetings.join_url_sealed as joinUrlSealed",
      "meetings.audience as meetingAudience",
      "meetings.registration_ours as registrationOurs",
    ])
    .where("events.id", "=", eventId)
    .orderBy(nextFirst())
    .limit(1)
    .executeTakeFirstOrThrow();
}

export type LoadedEvent = Awaited<ReturnType<typeof loadEvent>>;

/** Somebody signed up for this event at some time. */
export async function hasRegistrations(tx: Db | Tx, eventId: string): Promise<boolean> {
  const row = await tx
    .selectFrom("registrations")
    .select("id")
    .where("event_id", "=", eventId)
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Another published event, not cancelled, that lives on the same meeting's registration. */
export async function hasSibling(
  tx: Db | Tx,
  meetingId: string,
  eventId: string,
): Promise<boolean> {
  const row = await tx
    .selectFrom("events")
    .select("id")
    .where("meeting_id", "=", meetingId)
    .where("id", "!=", eventId)
    .where("registrar", "=", "external")
    .where("state", "in", ["open", "closed"])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** Places held, offered and taken now, counted; for the moment when a capacity is set on an event that had none. */
export async function countOccupied(tx: Tx, eventId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("registrations")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("event_id", "=", eventId)
    .where("place", "in", COUNTED_PLACES)
    .executeTakeFirstOrThrow();
  return count;
}

/** People with a place, or in line for one, who hear of changes. */
export async function countTold(tx: Db | Tx, eventId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("registrations")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("event_id", "=", eventId)
    .where(hearsOfChanges)
    .executeTakeFirstOrThrow();
  return count;
}

/** Links that work today and end when the event is cancelled. */
export async function countEnrolled(tx: Db | Tx, eventId: string): Promise<number> {
  const { count } = await tx
    .selectFrom("enrolments")
    .innerJoin("registrations", "registrations.id", "enrolments.registration_id")
    .select(sql<number>`count(*)::int`.as("count"))
    .where("registrations.event_id", "=", eventId)
    .where("enrolments.state", "=", "enrolled")
    .executeTakeFirstOrThrow();
  return count;
}

/** A webinar is registered for as one, a meeting as a meeting; `direct` leads to either. */
export async function canHaveRegistrar(
  tx: Db | Tx,
  meetingId: string,
  registrar: RegistrarName,
): Promise<boolean> {
  const { kind, registrars } = await tx
    .selectFrom("meetings")
    .select(["kind", "registrars"])
    .where("id", "=", meetingId)
    .executeTakeFirstOrThrow();
  if (registrar === "direct") return registrars?.direct !== "no-link";
  return (registrar === "webinar") === (kind === "webinar");
}
