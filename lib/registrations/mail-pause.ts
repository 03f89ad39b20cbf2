import { type RawBuilder, sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import type { MailKind } from "@/lib/db/schema";
import { FIRST_MAILS } from "./seat-newcomer";

/*
 * Whoever types an address can have mail sent to it. Until its owner has shown that it is theirs, it
 * gets the first mail of each event at once, and beyond that one an hour for each event and ten a
 * day over all of them.
 */

/** What a stranger can bring about, by the form or by the pass that a browser was shown. */
const ASKED_FOR: readonly MailKind[] = [
  ...FIRST_MAILS,
  "again",
  "resent",
  "replaced",
  "withdrawn",
  "left",
  "dates",
];

const HOUR_MS = 60 * 60_000;
const DAY_MS = 24 * HOUR_MS;
const MOST_A_DAY = 10;

/** Mails to an address that nobody showed to be theirs. */
export interface UnprovenMails {
  /** At this event, of the last hour. */
  hour: number;
  /** At this event there was one before that. */
  earlier: boolean;
  /** Of the last day, at any event. */
  day: number;
}

/** SQL of those counts, one row, for an address and a time that are SQL too. */
export function unprovenMails(
  eventId: string,
  email: RawBuilder<unknown>,
  now: RawBuilder<unknown>,
): RawBuilder<UnprovenMails> {
  const here = sql`registrations.event_id = ${eventId}::uuid`;
  return sql`
    select
      count(*) filter (where ${here} and mails.created_at > ${now} - interval '1 hour')::int as hour,
      coalesce(bool_or(${here} and mails.created_at <= ${now} - interval '1 hour'), false)
        as earlier,
      count(*) filter (where mails.created_at > ${now} - interval '1 day')::int as day
    from registrations join mails on mails.registration_id = registrations.id
    where registrations.email_normalized = ${email} and registrations.proved_at is null
      and mails.kind in (${sql.join(ASKED_FOR.map((kind) => sql.lit(kind)))})`;
}

/** How long the next mail has to wait, in milliseconds; 0: it goes now. */
export function mailPause({ hour, earlier, day }: UnprovenMails): number {
  const isFirst = hour === 0 && !earlier;
  if (isFirst) return 0;
  if (day >= MOST_A_DAY) return DAY_MS;
  const repeats = earlier ? hour : hour - 1;
  return repeats > 0 ? HOUR_MS : 0;
}

/** The same for one registration's address. */
export async function readMailPause(tx: Tx, registrationId: string, now: Date): Promise<number> {
  const { email, eventId } = await tx
    .selectFrom("registrations")
    .select(["email_normalized as email", "event_id as eventId"])
    .where("id", "=", registrationId)
    .executeTakeFirstOrThrow();
  const { rows } = await unprovenMails(eventId, sql`${email}`, sql`${now}::timestamptz`).execute(
    tx,
  );
  return rows[0] ? mailPause(rows[0]) : 0;
}
