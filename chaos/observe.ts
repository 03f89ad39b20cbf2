import ICAL from "ical.js";
import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { joinLinkSecret } from "@/lib/enrolment/meeting";
import { env } from "@/lib/env";
import { calendarUid } from "@/lib/registrations/calendar-uid";
import { readChoosable } from "@/lib/registrations/choose-dates";
import { open, SealError } from "@/lib/seal";
import type { SandboxClient, SandboxMail } from "../sandbox/client.ts";
import { SEALED_SHUT } from "./sealed-shut";
import type { SeenDate, SeenEnrolment, SeenEntry, Snapshot } from "./snapshot";

/** Reads the open database, Microsoft's registrants and the mailbox. Nothing may run meanwhile. */
export async function observe(control: SandboxClient): Promise<Snapshot> {
  const registrants = await control.registrants();
  const webinars = await control.webinars();
  const messages = await control.mail();
  const dates = await seeDates();
  const ended = await db().selectFrom("ended_links").select(["registration_id", "hash"]).execute();
  return {
    publicUrl: env().publicUrl,
    events: await db()
      .selectFrom("events")
      .innerJoin("meetings", "meetings.id", "events.meeting_id")
      .select([
        "events.id",
        "slug",
        "title",
        "capacity",
        "occupied",
        "registrar",
        "meetings.graph_id as meeting",
      ])
      .execute(),
    dates,
    registrations: (
      await db()
        .selectFrom("registrations")
        .select([
          "id",
          "event_id as eventId",
          "email",
          "email_normalized as emailNormalized",
          "place",
          "unconfirmed",
          "personal_hash as personalHash",
        ])
        .execute()
    ).map((each) => ({
      ...each,
      endedHashes: ended.flatMap(({ registration_id, hash }) =>
        registration_id === each.id ? [hash] : [],
      ),
    })),
    passes: await db()
      .selectFrom("passes")
      .select(["hash", "registration_id as registrationId", "proved"])
      .select((eb) => eb("ended_at", "is not", null).$castTo<boolean>().as("ended"))
      .execute(),
    enrolments: await seeEnrolments(),
    mails: await db()
      .selectFrom("mails")
      .select(["id", "registration_id as registrationId", "kind", "state", "with_link as withLink"])
      .execute(),
    jobs: await db()
      .selectFrom("jobs")
      .select(["name", "state", "attempts", "last_error as lastError"])
      .select(sql<boolean>`run_at <= now()`.as("due"))
      .execute(),
    connections: await db()
      .selectFrom("connections")
      .innerJoin("persons", "persons.id", "connections.person_id")
      .select(["persons.name as organizer", "state", "broken_reason as reason"])
      .execute(),
    registrants: [
      ...registrants.flatMap(({ meetingId, registrants: all }) =>
        all.map(({ id, joinWebUrl }) => ({ meeting: meetingId, id, link: joinWebUrl })),
      ),
      ...webinars.flatMap(({ id: meeting, registrations }) =>
        registrations.flatMap(({ status, external }) =>
          status !== "canceled" && external?.registrationId
            ? [{ meeting, id: external.registrationId, link: null }]
            : [],
        ),
      ),
    ],
    // The oldest first, as they arrived.
    messages: messages.reverse().map((mail) => ({
      messageId: mail.headers["message-id"] ?? "",
      to: mail.to,
      text: mail.text,
      // Nothing else is looked at by its entries.
      entries: dates.length > 0 ? readEntries(mail) : [],
    })),
  };
}

async function seeDates(): Promise<SeenDate[]> {
  const dates = await db()
    .selectFrom("event_dates")
    .innerJoin("events", "events.id", "event_dates.event_id")
    .select([
      "event_dates.id",
      "event_id as eventId",
      "event_dates.starts_at as startsAt",
      "event_dates.cancelled_at as cancelledAt",
      "event_dates.capacity as places",
      "calendar_uid as calendarUid",
    ])
    .where("chooses_dates", "=", true)
    .execute();
  if (dates.length === 0) return [];
  const chosen = await db().selectFrom("registration_dates").selectAll().execute();
  const free = new Map<string, number>();
  for (const eventId of new Set(dates.map((date) => date.eventId)))
    for (const date of (await readChoosable(db(), eventId)).values()) free.set(date.id, date.free);
  return dates.map(({ startsAt, cancelledAt, calendarUid: dateUid, ...date }) => ({
    ...date,
    startsAt: startsAt.toISOString(),
    cancelled: cancelledAt !== null,
    free: free.get(date.id) ?? Number.NaN,
    chosen: chosen
      .filter(({ date_id }) => date_id === date.id)
      .map(({ registration_id, chosen_at, given_up_at }) => ({
        registrationId: registration_id,
        uid: calendarUid(registration_id, dateUid),
        at: chosen_at.getTime(),
        givenUp: given_up_at !== null,
      })),
  }));
}

/** What a mail tells calendars. */
function readEntries({ attachments }: SandboxMail): SeenEntry[] {
  const part = attachments.find(({ contentType }) => contentType === "text/calendar");
  if (!part) return [];
  const text = Buffer.from(part.content, "base64").toString("utf8");
  const calendar = new ICAL.Component(ICAL.parse(text));
  ICAL.TimezoneService.reset();
  for (const zone of calendar.getAllSubcomponents("vtimezone")) ICAL.TimezoneService.register(zone);
  return calendar.getAllSubcomponents("vevent").map((vevent) => {
    const { uid, sequence, startDate } = new ICAL.Event(vevent);
    const cancelled = vevent.getFirstPropertyValue("status") === "CANCELLED";
    return { uid, sequence, cancelled, startsAt: startDate.toJSDate().toISOString() };
  });
}

async function seeEnrolments(): Promise<SeenEnrolment[]> {
  const rows = await db()
    .selectFrom("enrolments")
    .innerJoin("meetings", "meetings.id", "enrolments.meeting_id")
    .leftJoin("moves", "moves.id", "enrolments.move_id")
    .select([
      "enrolments.id",
      "registration_id as registrationId",
      "generation",
      "moves.state as move",
      "remote_id as remoteId",
      "registrar",
      "meetings.graph_id as meeting",
      "registrant_id as registrantId",
      "wanted",
      "enrolments.state",
      "reason",
      "join_link_sealed as sealed",
    ])
    .execute();
  return rows.map(({ id, sealed, ...row }) => ({ ...row, link: openLink(id, sealed) }));
}

function openLink(id: string, sealed: string | null): string | null {
  if (sealed === null) return null;
  try {
    return open(sealed, joinLinkSecret(id));
  } catch (error) {
    if (error instanceof SealError) return SEALED_SHUT;
    throw error;
  }
}
