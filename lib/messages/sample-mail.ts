import { db } from "@/lib/db/database";
import type { MailKind, Place } from "@/lib/db/schema";
import { env } from "@/lib/env";
import { followUpTime, reminderTime } from "@/lib/events/reminder-time";
import type { Locale } from "@/lib/i18n/locales";
import type { MailData } from "@/lib/mail/types";
import { ownTextFor } from "./own-text";

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;

/** How somebody stands who gets such a mail. */
const PLACES: Partial<Record<MailKind, Place>> = {
  waiting: "waitlisted",
  offer: "offered",
  requested: "awaiting_approval",
  confirm_address: "held",
  declined: "declined",
  left: "withdrawn",
  lapsed: "expired",
  withdrawn: "withdrawn",
};

/** In none of these stands a link, nor a pass. */
const WITHOUT_PASS: readonly MailKind[] = [
  "declined",
  "left",
  "lapsed",
  "withdrawn",
  "cancelled",
  "follow_up",
];

export interface Sample {
  kind: MailKind;
  locale: Locale;
  /** Example of an attendee, whose address the mail names. */
  person: MailData["person"];
  /** It is sent to the organizer. */
  isTest: boolean;
  messageId: string;
}

/**
 * What a mail of this event would say to somebody: the event as it is, with an example of a person.
 * Link and pass have addresses that open nothing.
 */
export async function sampleMail(eventId: string, sample: Sample, now: Date): Promise<MailData> {
  const { kind, locale } = sample;
  const event = await loadEvent(eventId);
  const place = PLACES[kind] ?? "taken";
  const { publicUrl } = env();
  const isOver = WITHOUT_PASS.includes(kind);
  return {
    kind,
    place: {
      state: place,
      unconfirmed: kind === "confirm_address",
      until: place === "offered" || place === "held" ? new Date(now.getTime() + DAY_MS) : null,
      position: place === "waitlisted" ? 3 : null,
      declinedWords: null,
    },
    event: {
      title: event.title,
      hostName: event.hostName,
      slug: event.slug,
      startsAt: event.startsAt,
      endsAt: event.endsAt,
      zone: event.zone,
      accent: event.accent,
      uid: `example@${new URL(publicUrl).hostname}`,
      sequence: event.sequence,
      links: 1,
      alarmMinutes: event.alarmMinutes,
      entryChangedAt: event.changedAt,
    },
    person: sample.person,
    locale,
    zone: null,
    joinLink: isOver || place !== "taken" ? null : `${publicUrl}/j/example`,
    personalLink: false,
    passUrl: isOver ? null : `${publicUrl}/r/example`,
    eventUrl: `${publicUrl}/e/${event.slug}`,
    before:
      kind === "changed"
        ? {
            title: event.title,
            startsAt: new Date(event.startsAt.getTime() - DAY_MS),
            endsAt: new Date(event.endsAt.getTime() - DAY_MS),
            zone: event.zone,
          }
        : null,
    writtenAt: writtenAt(kind, event, now),
    messageId: sample.messageId,
    organizerEmail: event.organizerEmail,
    own: await ownTextFor(db(), { eventId, kind, locale }),
    isTest: sample.isTest,
  };
}

/** A mail of the clock is shown as of its hour. */
function writtenAt(kind: MailKind, event: SampleEvent, now: Date): Date {
  if (kind === "reminder") return reminderTime(event, event.reminders[0] ?? 24 * 60);
  if (kind === "follow_up") return followUpTime(event, event.followUpMinutes ?? 24 * 60);
  return now;
}

type SampleEvent = Awaited<ReturnType<typeof loadEvent>>;

function loadEvent(eventId: string) {
  return db()
    .selectFrom("events")
    .innerJoin("event_dates", "event_dates.event_id", "events.id")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .select([
      "events.slug",
      "events.title",
      "events.host_name as hostName",
      "events.accent",
      "events.alarm_minutes as alarmMinutes",
      "events.reminders",
      "events.follow_up_minutes as followUpMinutes",
      "event_dates.starts_at as startsAt",
      "event_dates.ends_at as endsAt",
      "event_dates.zone",
      "event_dates.sequence",
      "event_dates.changed_at as changedAt",
      "persons.email as organizerEmail",
    ])
    .where("events.id", "=", eventId)
    .orderBy("event_dates.starts_at")
    .limit(1)
    .executeTakeFirstOrThrow();
}
