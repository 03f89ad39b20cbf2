import { randomUUID } from "node:crypto";
import { oneLine } from "@/lib/calendar/plain-text";
import { type Tx, withTx } from "@/lib/db/database";
import type { Audience, RegistrarChoices, RegistrarName } from "@/lib/db/schema";
import { bestRegistrar } from "@/lib/enrolment/check-registrars";
import { meetingSecret } from "@/lib/enrolment/meeting";
import type { WebinarTerms } from "@/lib/graph/webinars";
import { keepAsPicked } from "@/lib/meetings/follow";
import { keepPickedDates } from "@/lib/meetings/followed-dates";
import { seal } from "@/lib/seal";
import { joinUrlHash } from "./join-url-hash";
import { TITLE_LENGTH } from "./schema";
import { randomTail, slugFrom } from "./slug";

/** A Teams meeting as the picker found it, read from Microsoft and not from the browser. */
export interface PickedMeeting {
  graphId: string;
  subject: string;
  joinUrl: string;
  startsAt: Date;
  endsAt: Date;
  /** IANA. */
  zone: string;
  /** A webinar has registrations of its own; default: a meeting. */
  kind?: "meeting" | "webinar";
  /** Whom a webinar lets register. */
  audience?: Audience;
  /** What a webinar asks and takes; null where that isn't told. */
  terms?: WebinarTerms | null;
  /** Of the calendar's entry that it was picked from; null where that is to be found yet. */
  entryId?: string | null;
  /** The series in the calendar that the entry belongs to. */
  seriesId?: string | null;
  /** All dates that the page is to have, where they are several, each by its entry. */
  dates?: readonly { entryId: string; startsAt: Date; endsAt: Date; zone: string }[];
}

/**
 * Makes a draft from a picked meeting: title and time come along, the invitation's text does not
 * (it holds the way in). Answers the event's id.
 * @param choices which registrars the meeting can have (checkRegistrars): the best is proposed.
 */
export function draftEvent(
  person: { id: string; name: string },
  found: PickedMeeting,
  choices: RegistrarChoices | null = null,
): Promise<{ kind: "drafted"; eventId: string }> {
  const picked = asText(found);
  return withTx(async (tx) => {
    const meetingId = await keepMeeting(tx, person.id, picked, choices);
    const title = picked.subject.slice(0, TITLE_LENGTH) || "…";
    const eventId = await insertEvent(tx, {
      title,
      slug: slugFrom(title),
      meetingId,
      personId: person.id,
      hostName: person.name,
      audience: picked.audience ?? "everyone",
      registrar: choices
        ? bestRegistrar(choices)
        : picked.kind === "webinar"
          ? "webinar"
          : "external",
    });
    const occurrences = (picked.dates ?? []).map((date) => ({ ...date, dateId: randomUUID() }));
    await tx
      .insertInto("event_dates")
      .values(
        (occurrences.length > 0 ? occurrences : [{ ...picked, dateId: undefined }]).map((date) => ({
          id: date.dateId,
          event_id: eventId,
          starts_at: date.startsAt,
          ends_at: date.endsAt,
          zone: date.zone,
          calendar_uid: `${randomUUID()}@usher`,
        })),
      )
      .execute();
    await keepAsPicked(tx, eventId, picked);
    await keepPickedDates(tx, occurrences);
    await tx
      .insertInto("members")
      .values({ event_id: eventId, person_id: person.id, role: "owner" })
      .execute();
    return { kind: "drafted", eventId };
  });
}

/** Keeps a picked meeting that no new event is made for, as `draftEvent` does. Answers its id. */
export function keepPicked(
  person: { id: string },
  found: PickedMeeting,
  choices: RegistrarChoices,
): Promise<string> {
  return withTx((tx) => keepMeeting(tx, person.id, asText(found), choices));
}

/** Whatever an invitation's subject was pasted from: a title is one line, and the database's text. */
function asText(found: PickedMeeting): PickedMeeting {
  return { ...found, subject: oneLine(found.subject) };
}

/** One row by (organizer, meeting id). The id is ours first, since the sealed link is bound to it. */
async function keepMeeting(
  tx: Tx,
  personId: string,
  picked: PickedMeeting,
  choices: RegistrarChoices | null,
): Promise<string> {
  const registrars = choices && JSON.stringify(choices);
  const terms = picked.terms && { webinar_terms: JSON.stringify(picked.terms) };
  // A webinar whose link nobody may read is still one of its own.
  const hash = joinUrlHash(picked.joinUrl || `webinar:${picked.graphId}`);
  const id = randomUUID();
  const inserted = await tx
    .insertInto("meetings")
    .values({
      id,
      person_id: personId,
      graph_id: picked.graphId,
      subject: picked.subject,
      join_url_sealed: seal(picked.joinUrl, meetingSecret(id)),
      join_url_hash: hash,
      kind: picked.kind ?? "meeting",
      registrars,
      ...terms,
    })
    .onConflict((conflict) => conflict.columns(["person_id", "graph_id"]).doNothing())
    .returning("id")
    .executeTakeFirst();
  if (inserted) return inserted.id;
  const known = await tx
    .selectFrom("meetings")
    .select("id")
    .where("person_id", "=", personId)
    .where("graph_id", "=", picked.graphId)
    .executeTakeFirstOrThrow();
  await tx
    .updateTable("meetings")
    .set({
      subject: picked.subject,
      join_url_sealed: seal(picked.joinUrl, meetingSecret(known.id)),
      join_url_hash: hash,
      ...(registrars && { registrars }),
      ...terms,
    })
    .where("id", "=", known.id)
    .execute();
  return known.id;
}

async function insertEvent(
  tx: Tx,
  event: {
    title: string;
    slug: string;
    meetingId: string;
    personId: string;
    hostName: string;
    audience: Audience;
    registrar: RegistrarName;
  },
): Promise<string> {
  for (const slug of [
    event.slug,
    `${event.slug}-${randomTail()}`,
    `${event.slug}-${randomTail()}`,
  ]) {
    const inserted = await tx
      .insertInto("events")
      .values({
        slug,
        title: event.title,
        meeting_id: event.meetingId,
        acts_as: event.personId,
        host_name: event.hostName,
        audience: event.audience,
        registrar: event.registrar,
      })
      .onConflict((conflict) => conflict.column("slug").doNothing())
      .returning("id")
      .executeTakeFirst();
    if (inserted) return inserted.id;
  }
  throw new Error("No free address was found for the event.");
}
