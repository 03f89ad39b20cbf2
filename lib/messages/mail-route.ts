import { type RawBuilder, sql } from "kysely";
import type { Db, Tx } from "@/lib/db/database";
import type { EnqueueOptions } from "@/lib/jobs/enqueue";
import { MAIL_LANE, MAILBOX_PACE, mailboxLane } from "@/lib/mail/lane";

/** Which way an event's mails to its attendees go now. */
export interface MailRoute {
  eventId: string;
  /** Whose mailbox sends; null: the mail server. */
  mailbox: string | null;
}

/** SQL condition on a row of connections: may Usher send as that person? */
export const maySend = sql<boolean>`(connections.state = 'working'
  and ' ' || lower(connections.scopes) || ' ' like '% mail.send %')`;

/**
 * SQL: whose mailbox an event's mails go from now; null: the mail server's. The choice counts while
 * the event acts as whoever made it and they still work on it; while their mailbox can't be used the
 * mail server sends, since a link that was promised waits for no Reconnect.
 */
export function mailboxOf(eventId: RawBuilder<unknown>): RawBuilder<string | null> {
  return sql<string | null>`(
    select sender.mails_from from events sender
    join members on members.event_id = sender.id and members.person_id = sender.mails_from
      and members.role in ('owner', 'editor')
    join connections on connections.person_id = sender.mails_from and ${maySend}
    where sender.id = ${eventId} and sender.mails_from = sender.acts_as
      and not exists (select from mailbox_troubles trouble
        where trouble.person_id = sender.mails_from and trouble.look_again_at > now()))`;
}

/** The same for one event. */
export async function readMailbox(db: Db | Tx, eventId: string): Promise<string | null> {
  const { rows } = await sql<{ mailbox: string | null }>`
    select ${mailboxOf(sql`${eventId}::uuid`)} as mailbox`.execute(db);
  return rows[0]?.mailbox ?? null;
}

/** The lane that a mail waits in on its way. */
export function laneOfRoute({ mailbox }: Pick<MailRoute, "mailbox">): string {
  return mailbox === null ? MAIL_LANE : mailboxLane(mailbox);
}

/**
 * How a mail of an event waits on its way. `goesOn`: it changes lanes, and has the mailbox's pace kept;
 * where mails are promised that was done when the mailbox was chosen, so that no sign-up waits for
 * the lane's row.
 */
export function waitOnRoute(
  route: MailRoute,
  goesOn = false,
): Pick<EnqueueOptions, "lane" | "share" | "budget"> {
  const budget = goesOn && route.mailbox !== null ? MAILBOX_PACE : null;
  return { lane: laneOfRoute(route), share: shareOfEvent(route.eventId), budget };
}

/** Events take turns in a lane, whichever promised thousands. */
export function shareOfEvent(eventId: string): string {
  return `mail:${eventId}`;
}

/** SQL condition that joins `lanes` (alias `post`) to an event: what its mails wait in, while it is paused. */
export function pausedMailLane(eventId: string): RawBuilder<boolean> {
  return sql<boolean>`(post.lane = coalesce('mailbox:' || ${mailboxOf(sql`${eventId}::uuid`)}, 'mail')
    and post.paused_until > now())`;
}
