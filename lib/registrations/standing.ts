import { sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import { currentFirst } from "@/lib/enrolment/current";
import { nextFirst } from "@/lib/events/next-date";
import { isOwnDate } from "./own-dates";

/**
 * How a registration stands, as pass and mail tell it: person and place, the event with the next of
 * their dates (or the one that is asked for), and the enrolment that counts (`e`; none before there
 * was a place). Who needs more joins and selects it.
 */
export function selectStanding(db: Db | Tx, registrationId: string, dateId: string | null = null) {
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
      "event_dates.id as dateId",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone as eventZone",
      "event_dates.calendar_uid as calendarUid",
      "event_dates.sequence",
      "events.alarm_minutes as alarmMinutes",
      "events.chooses_dates as choosesDates",
      sql<number>`(select count(*)::int from event_dates d where d.event_id = events.id)`.as(
        "dates",
      ),
      sql<boolean>`(${isOwnDate} and event_dates.cancelled_at is null)`.as("isOwnDate"),
      "registrations.links",
      "e.id as enrolmentId",
      "e.join_link_sealed as joinLinkSealed",
      // What their calendar entry says has been so since then.
      sql<Date>`greatest(event_dates.changed_at, e.enrolled_at, registrations.withdrawn_at,
        events.cancelled_at)`.as("entryChangedAt"),
    ])
    .where("registrations.id", "=", registrationId)
    .orderBy(currentFirst)
    .orderBy(sql`event_dates.id = ${dateId}::uuid desc nulls last`)
    .orderBy(sql`${isOwnDate} desc`)
    .orderBy(nextFirst())
    .limit(1);
}
