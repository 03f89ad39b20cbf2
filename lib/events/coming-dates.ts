import { db } from "@/lib/db/database";
import { meetingSecret } from "@/lib/enrolment/meeting";
import { open } from "@/lib/seal";
import type { EventAccess } from "@/lib/session/access";
import type { NewDate } from "./add-dates";
import { findOccurrences, type PickTrouble } from "./pick-meeting";

/**
 * The coming dates of an event's meeting, as its organizer's calendar has them, that the page has
 * not. What was cancelled on the page is not proposed again.
 */
export async function findComingDates(
  access: EventAccess,
  now: Date,
): Promise<{ kind: "found"; dates: NewDate[] } | PickTrouble> {
  const event = await db()
    .selectFrom("events")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .select([
      "events.acts_as as actsAs",
      "meetings.id as meetingId",
      "meetings.join_url_sealed as joinUrlSealed",
    ])
    .where("events.id", "=", access.eventId)
    .executeTakeFirstOrThrow();
  const known = await db()
    .selectFrom("event_dates")
    .leftJoin("followed_dates as f", "f.date_id", "event_dates.id")
    .select(["event_dates.starts_at as startsAt", "event_dates.zone", "f.entry_id as entryId"])
    .where("event_id", "=", access.eventId)
    .execute();
  const joinUrl = open(event.joinUrlSealed, meetingSecret(event.meetingId));
  const answer = await findOccurrences(
    { id: event.actsAs },
    { joinUrl, zone: known[0]?.zone ?? "Etc/UTC" },
    now,
  );
  if (answer.kind !== "found") return answer;
  // An occurrence that moved away from a date of the page is that date's all the same.
  const entries = new Set(known.map(({ entryId }) => entryId));
  const times = new Set(known.map(({ startsAt }) => startsAt.getTime()));
  return {
    kind: "found",
    dates: answer.dates
      .filter(({ entryId, startsAt }) => !entries.has(entryId) && !times.has(startsAt.getTime()))
      .map(({ startsAt, endsAt, zone }) => ({ startsAt, endsAt, zone })),
  };
}
