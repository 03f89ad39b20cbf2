import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { joinLinkSecret } from "@/lib/enrolment/meeting";
import { env } from "@/lib/env";
import { open, SealError } from "@/lib/seal";
import type { SandboxClient } from "../sandbox/client.ts";
import { SEALED_SHUT } from "./sealed-shut";
import type { SeenEnrolment, Snapshot } from "./snapshot";

/** Reads the open database, Microsoft's registrants and the mailbox. Nothing may run meanwhile. */
export async function observe(control: SandboxClient): Promise<Snapshot> {
  const registrants = await control.registrants();
  const webinars = await control.webinars();
  const messages = await control.mail();
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
    dates: await seeDates(),
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
    messages: messages
      .reverse()
      .map(({ headers, to, text }) => ({ messageId: headers["message-id"] ?? "", to, text })),
  };
}

async function seeDates(): Promise<Snapshot["dates"]> {
  const { rows } = await sql<Snapshot["dates"][number]>`
    select d.id, d.event_id as "eventId", d.capacity, array(
      select chosen.registration_id::text from registration_dates chosen
      where chosen.date_id = d.id and chosen.given_up_at is null) as "chosenBy"
    from event_dates d where d.capacity is not null`.execute(db());
  return rows;
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
