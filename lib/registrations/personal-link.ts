import { db } from "@/lib/db/database";
import { meetingSecret } from "@/lib/enrolment/meeting";
import { hashSecret, open } from "@/lib/seal";

export interface PersonalLink {
  event: { slug: string; title: string; hostName: string; accent: string };
  /** Where it leads now; null once the place was given up or the event was cancelled. */
  url: string | null;
}

/** What a personal link opens; null for one that never was. Reading it changes nothing. */
export async function followPersonalLink(secret: string): Promise<PersonalLink | null> {
  const row = await db()
    .selectFrom("registrations")
    .innerJoin("events", "events.id", "registrations.event_id")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .select([
      "registrations.place",
      "events.state",
      "events.slug",
      "events.title",
      "events.host_name as hostName",
      "events.accent",
      "meetings.id as meetingId",
      "meetings.join_url_sealed as joinUrlSealed",
    ])
    .where("registrations.personal_hash", "=", hashSecret(secret))
    .executeTakeFirst();
  if (!row) return null;
  const leads = row.place === "taken" && row.state !== "cancelled";
  return {
    event: { slug: row.slug, title: row.title, hostName: row.hostName, accent: row.accent },
    url: leads ? open(row.joinUrlSealed, meetingSecret(row.meetingId)) : null,
  };
}
