import { type SqlBool, sql } from "kysely";
import { type Db, db } from "@/lib/db/database";
import { maySend } from "@/lib/messages/mail-route";
import type { Check, Finding } from "./check";

interface SendingEvent {
  id: string;
  title: string;
  personId: string;
  /** Has Usher the permission, and a connection that works? */
  granted: boolean;
  /** What was found when it was last to send, while that holds. */
  trouble: string | null;
}

/** Events that are still going on and whose mails are to go from their organizer's mailbox. */
function readSendingEvents(db: Db, personId: string | null): Promise<SendingEvent[]> {
  return db
    .selectFrom("events")
    .leftJoin("connections", "connections.person_id", "events.acts_as")
    .leftJoin("mailbox_troubles as trouble", (join) =>
      join
        .onRef("trouble.person_id", "=", "events.acts_as")
        .on("trouble.look_again_at", ">", sql<Date>`now()`),
    )
    .select([
      "events.id",
      "events.title",
      "events.acts_as as personId",
      sql<boolean>`coalesce(${maySend}, false)`.as("granted"),
      "trouble.trouble",
    ])
    .whereRef("events.mails_from", "=", "events.acts_as")
    .where("events.state", "!=", "cancelled")
    .where(
      sql<SqlBool>`exists (select from event_dates where event_dates.event_id = events.id
        and event_dates.ends_at > now())`,
    )
    .$if(personId !== null, (query) => query.where("events.acts_as", "=", personId ?? ""))
    .orderBy("events.created_at")
    .execute();
}

/**
 * An organizer's own mailbox, where an event's mails go from it: by what was found when it last sent,
 * since sending is all that would tell. Nothing is said where none does.
 */
export const organizerMailboxCheck: Check<string> = {
  name: "mailbox",
  async run(personId): Promise<Finding[]> {
    const [event] = await readSendingEvents(db(), personId);
    if (!event) return [];
    const about = { id: event.id, title: event.title };
    if (!event.granted) return [{ kind: "red", reason: "mailbox-consent", by: "organizer", about }];
    switch (event.trouble) {
      case null:
        return [{ kind: "green" }];
      case "full":
        return [{ kind: "red", reason: "mailbox-full", by: "organizer", about }];
      case "refused":
      case "blocked":
      case "no-mailbox":
        return [{ kind: "red", reason: "mailbox-unused", by: "administrator", about }];
      default:
        return [{ kind: "note", reason: "mailbox-rests" }];
    }
  },
};

/** The same over everybody, for whoever runs Usher: theirs to know, others' to mend. */
export const mailboxesCheck: Check = {
  name: "mailboxes",
  async run(): Promise<Finding[]> {
    // Where the database can't be asked, its own check says why.
    const events = await readSendingEvents(db(), null).catch((): SendingEvent[] => []);
    if (events.length === 0) return [];
    const boxes = new Map(events.map((event) => [event.personId, event]));
    const out = [...boxes.values()].filter(({ granted, trouble }) => !granted || trouble !== null);
    const values = { count: boxes.size, out: out.length };
    if (out.length === 0) return [{ kind: "green", values }];
    return [{ kind: "note", reason: "mailboxes-out", values }];
  },
};
