import { db } from "@/lib/db/database";
import type { RegistrarChoices, RegistrarName } from "@/lib/db/schema";
import { bestRegistrar, checkRegistrars } from "@/lib/enrolment/check-registrars";
import { meetingSecret } from "@/lib/enrolment/meeting";
import type { Unasked } from "@/lib/enrolment/webinar-questions";
import { readTerms } from "@/lib/enrolment/webinar-terms";
import { open } from "@/lib/seal";
import type { EventAccess } from "@/lib/session/access";

/** A meeting that an event may move to, and the ways that it can be had in. */
export interface MoveTarget {
  meetingId: string;
  subject: string;
  /** The value says why not (`reasons.enrolment`); null where it works. */
  choices: RegistrarChoices;
  /** The way that is so already, where it is the event's own meeting. */
  current: RegistrarName | null;
  proposed: RegistrarName;
  /** What a webinar requires and the event's form doesn't bring. */
  unasked: Unasked[];
}

/** A meeting of this person's, or the event's own; null for any other. */
export async function readTarget(
  access: EventAccess,
  meetingId: string,
): Promise<MoveTarget | null> {
  const event = await loadMeetingOf(access);
  const row = await db()
    .selectFrom("meetings")
    .select(["id", "subject", "kind", "registrars", "webinar_terms as terms"])
    .where("id", "=", meetingId)
    .where((eb) => eb.or([eb("person_id", "=", access.personId), eb("id", "=", event.meetingId)]))
    .executeTakeFirst();
  if (!row) return null;
  const current = row.id === event.meetingId ? event.registrar : null;
  const known: RegistrarChoices =
    row.registrars ??
    (row.kind === "webinar" ? { webinar: null, direct: null } : { external: null, direct: null });
  const terms = await readTerms(access.eventId, row.terms);
  const { [current ?? "none"]: _, ...others } = known as Record<string, string | null>;
  return {
    meetingId: row.id,
    subject: row.subject,
    choices: current ? { [current]: null, ...known } : known,
    current,
    unasked: terms?.unasked ?? [],
    // The same way is the smallest change; personal links even stay.
    proposed:
      current === null && known[event.registrar] === null ? event.registrar : bestRegistrar(others),
  };
}

/** Asks Microsoft anew in which ways the event's own meeting can be had; answers the meeting's id. */
export async function recheckMeeting(access: EventAccess): Promise<string> {
  const { meetingId, graphId, kind, personId, sealed } = await loadMeetingOf(access);
  const joinUrl = open(sealed, meetingSecret(meetingId));
  const choices = await checkRegistrars(personId, { kind, graphId, joinUrl });
  await db()
    .updateTable("meetings")
    .set({ registrars: JSON.stringify(choices) })
    .where("id", "=", meetingId)
    .execute();
  return meetingId;
}

function loadMeetingOf({ eventId }: EventAccess) {
  return db()
    .selectFrom("events")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .select([
      "events.registrar",
      "meetings.id as meetingId",
      "meetings.graph_id as graphId",
      "meetings.kind",
      "meetings.person_id as personId",
      "meetings.join_url_sealed as sealed",
    ])
    .where("events.id", "=", eventId)
    .executeTakeFirstOrThrow();
}
