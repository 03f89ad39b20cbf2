import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import { currentFirst } from "@/lib/enrolment/current";

/**
 * How a registration stands, as pass and mail tell it: person and place, the event with its first
 * date, and the enrolment that counts (`e`; none before there was a place). Who needs more joins and
 * selects it.
 */
export function selectStanding(db: Db | Tx, registrationId: string) {
  return db
    .selectFrom("registrations")
    .innerJoin("events", "events.id", "registrations.event_id")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .leftJoin("enrolments as e", "e.registration_id", "registrations.id")
    .select([
      "registrations.first_name as firstName",
      "registrations.last_name as lastName",
      "registrations.email",
      "registrations.locale",
      "registrations.zone",
      "registrations.place",
      "registrations.unconfirmed",
      "registrations.lapses_at as lapsesAt",
      "registrations.declined_words as declinedWords",
      "events.slug",
      "events.title",
      "events.host_name as hostName",
      "events.accent",
      "events.state",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone as eventZone",
      "event_dates.calendar_uid as calendarUid",
      "event_dates.sequence",
      "events.alarm_minutes as alarmMinutes",
      "registrations.links",
      "e.id as enrolmentId",
      "e.join_link_sealed as joinLinkSealed",
      // What their calendar entry says has been so since then.
      sql<Date>`greatest(event_dates.changed_at, e.enrolled_at, registrations.withdrawn_at,
        events.cancelled_at)`.as("entryChangedAt"),
    ])
    .where("registrations.id", "=", registrationId)
    .orderBy(currentFirst)
    .orderBy("event_dates.starts_at")
    .limit(1);
}
