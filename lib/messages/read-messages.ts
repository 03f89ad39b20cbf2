import { sql } from "kysely";
import { db } from "@/lib/db/database";
import { MAIL_KINDS, type MailKind } from "@/lib/db/schema";
import { hasSeveralDates } from "@/lib/events/next-date";
import { isLocale, type Locale } from "@/lib/i18n/locales";
import type { EventAccess } from "@/lib/session/access";
import { isEditable } from "./editable";
import { isSwitchable, NEEDED, type Needed } from "./switchable";

export interface MessageCounts {
  sent: number;
  waiting: number;
  failed: number;
  bounced: number;
}

/** A kind of mail of an event. */
export interface Message {
  kind: MailKind;
  on: boolean;
  /** Why it can't be turned off; null when it can. */
  needed: Needed | null;
  editable: boolean;
  /** Languages in which the organizer wrote something of their own. */
  written: Locale[];
  counts: MessageCounts;
}

const NOBODY: MessageCounts = { sent: 0, waiting: 0, failed: 0, bounced: 0 };

/**
 * Every kind of mail that this event sends, or has sent, in the schema's order.
 */
export async function readMessages(access: EventAccess): Promise<Message[]> {
  const event = await db()
    .selectFrom("events")
    .select([
      "waitlist",
      "approval",
      "confirm_address as confirmAddress",
      "reminders",
      "follow_up_minutes as followUp",
      "mails_off as off",
      hasSeveralDates.as("severalDates"),
    ])
    .where("id", "=", access.eventId)
    .executeTakeFirstOrThrow();
  const [texts, counted] = await Promise.all([
    db()
      .selectFrom("mail_texts")
      .select(["kind", "locale"])
      .where("event_id", "=", access.eventId)
      .execute(),
    countMails(access.eventId),
  ]);
  const counts = new Map(counted.map(({ kind, ...rest }) => [kind, rest]));
  const used: Partial<Record<MailKind, boolean>> = {
    waiting: event.waitlist,
    offer: event.waitlist,
    lapsed: event.waitlist,
    left: event.waitlist || event.approval,
    requested: event.approval,
    approved: event.approval,
    declined: event.approval,
    confirm_address: event.confirmAddress,
    dates: event.severalDates,
  };
  const isOn: Partial<Record<MailKind, boolean>> = {
    reminder: event.reminders.length > 0,
    follow_up: event.followUp !== null,
    lapsed: !event.off.includes("lapsed"),
  };
  return MAIL_KINDS.filter((kind) => used[kind] !== false || counts.has(kind)).map((kind) => ({
    kind,
    on: isOn[kind] ?? true,
    needed: isSwitchable(kind) ? null : NEEDED[kind],
    editable: isEditable(kind),
    written: texts.flatMap((text) =>
      text.kind === kind && isLocale(text.locale) ? [text.locale] : [],
    ),
    counts: counts.get(kind) ?? NOBODY,
  }));
}

function countMails(eventId: string) {
  return db()
    .selectFrom("mails")
    .innerJoin("registrations", "registrations.id", "mails.registration_id")
    .select([
      "mails.kind",
      sql<number>`(count(*) filter (where mails.state = 'sent'))::int`.as("sent"),
      sql<number>`(count(*) filter (where mails.state in ('waiting', 'sending')))::int`.as(
        "waiting",
      ),
      sql<number>`(count(*) filter (where mails.state = 'failed'))::int`.as("failed"),
      sql<number>`(count(*) filter (where mails.state = 'bounced'))::int`.as("bounced"),
    ])
    .where("registrations.event_id", "=", eventId)
    .groupBy("mails.kind")
    .execute();
}
