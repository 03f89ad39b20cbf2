import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { maySendMail } from "@/lib/organizers/mailbox";
import type { EventAccess } from "@/lib/session/access";
import type { FoundTrouble } from "./mailbox-trouble";

/** Why a chosen mailbox sends nothing now. Keys of `sender.trouble` in the letters catalog. */
export type MailboxTrouble =
  | "never-connected"
  | "connection"
  /** The permission to send was not given, or was taken back. */
  | "consent"
  | FoundTrouble;

/** Who sends an event's mails to its attendees, and how that stands. */
export interface Sender {
  /** Whoever the event acts as: the only one whose mailbox it may be. */
  organizer: { id: string; name: string; email: string | null };
  /** Their mailbox was chosen. */
  chosen: boolean;
  /** Microsoft lets Usher send mail as them, as far as their connection says. */
  granted: boolean;
  /** While the mail server sends in its place. */
  trouble: {
    kind: MailboxTrouble;
    /** Of a broken connection: key of `connection` in the reasons catalog. */
    reason: string | null;
    since: Date | null;
    /** When Usher tries it again by itself; null: not before somebody has done something. */
    lookAgainAt: Date | null;
    requestId: string | null;
  } | null;
  /** Until when Microsoft has asked the mailbox to wait. */
  pausedUntil: Date | null;
}

/** Reads who sends an event's mails. */
export async function readSender(access: EventAccess): Promise<Sender> {
  const row = await db()
    .selectFrom("events")
    .innerJoin("persons", "persons.id", "events.acts_as")
    .leftJoin("connections", "connections.person_id", "events.acts_as")
    .leftJoin("members", (join) =>
      join
        .onRef("members.event_id", "=", "events.id")
        .onRef("members.person_id", "=", "events.acts_as")
        .on("members.role", "in", ["owner", "editor"]),
    )
    .leftJoin("mailbox_troubles as trouble", (join) =>
      join
        .onRef("trouble.person_id", "=", "events.acts_as")
        .on("trouble.look_again_at", ">", sql<Date>`now()`),
    )
    .leftJoin("lanes", (join) =>
      join
        .on("lanes.lane", "=", sql<string>`'mailbox:' || events.acts_as`)
        .on("lanes.paused_until", ">", sql<Date>`now()`),
    )
    .select([
      "events.mails_from as mailsFrom",
      "persons.id",
      "persons.name",
      "persons.email",
      "members.role",
      "connections.state",
      "connections.broken_reason as brokenReason",
      "connections.broken_at as brokenAt",
      "connections.scopes",
      "trouble.trouble",
      "trouble.since",
      "trouble.look_again_at as lookAgainAt",
      "trouble.request_id as requestId",
      "lanes.paused_until as pausedUntil",
    ])
    .where("events.id", "=", access.eventId)
    .executeTakeFirstOrThrow();
  const { id, name, email } = row;
  const chosen = row.mailsFrom === id && row.role !== null;
  return {
    organizer: { id, name, email },
    chosen,
    granted: row.state === "working" && isGrantedIn(row.scopes),
    trouble: chosen ? troubleOf(row) : null,
    pausedUntil: chosen ? row.pausedUntil : null,
  };
}

interface Stand {
  state: "working" | "broken" | null;
  brokenReason: string | null;
  brokenAt: Date | null;
  scopes: string | null;
  trouble: string | null;
  since: Date | null;
  lookAgainAt: Date | null;
  requestId: string | null;
}

/** In the order in which they are mended. */
function troubleOf(stand: Stand): Sender["trouble"] {
  const nothing = { reason: null, since: null, lookAgainAt: null, requestId: null };
  const { state, scopes, trouble, since, lookAgainAt, requestId } = stand;
  if (state === null) return { ...nothing, kind: "never-connected" };
  if (state === "broken")
    return {
      ...nothing,
      kind: "connection",
      reason: stand.brokenReason,
      since: stand.brokenAt,
    };
  if (!isGrantedIn(scopes)) return { ...nothing, kind: "consent" };
  if (trouble === null) return null;
  return { kind: trouble as FoundTrouble, reason: null, since, lookAgainAt, requestId };
}

function isGrantedIn(scopes: string | null): boolean {
  return maySendMail(scopes?.split(" ") ?? []);
}
