import { sql } from "kysely";
import { db, withTx } from "@/lib/db/database";
import type { EventAccess } from "@/lib/session/access";
import { dropAttendeeTokens } from "@/lib/session/attendee-token";
import { lockPlaces } from "./lock-places";

/** Fewer are no flood: a slip of an autofill here and there. */
const FEWEST = 10;
const MINUTE_MS = 60_000;

/** Sign-ups that look like a machine's, of which nobody has confirmed the address. */
export interface Flood {
  count: number;
  /** Within how many minutes they came. */
  minutes: number;
}

const SUSPECT = sql<boolean>`suspect and unconfirmed and place in ('waitlisted', 'awaiting_approval')`;

/** The event's flood of suspect sign-ups; null while there is none. */
export async function readFlood(access: EventAccess): Promise<Flood | null> {
  const { count, first, last } = await db()
    .selectFrom("registrations")
    .select([
      sql<number>`count(*)::int`.as("count"),
      sql<Date | null>`min(created_at)`.as("first"),
      sql<Date | null>`max(created_at)`.as("last"),
    ])
    .where("event_id", "=", access.eventId)
    .where(SUSPECT)
    .executeTakeFirstOrThrow();
  if (count < FEWEST || !first || !last) return null;
  return { count, minutes: Math.ceil((last.getTime() - first.getTime()) / MINUTE_MS) || 1 };
}

/**
 * Ends the suspect sign-ups whose address nobody has confirmed, and nobody else's: they hold no
 * place, so nothing is handed on, and their mails that haven't gone out don't any more. Answers how
 * many there were.
 */
export function clearFlood(access: EventAccess): Promise<number> {
  return withTx(async (tx) => {
    // Whoever confirms in this moment was first, or finds nothing to confirm.
    await lockPlaces(tx, access.eventId);
    const ended = await tx
      .updateTable("registrations")
      .set({ place: "expired", lapses_at: null })
      .where("event_id", "=", access.eventId)
      .where(SUSPECT)
      .returning("id")
      .execute();
    await dropAttendeeTokens(
      tx,
      ended.map(({ id }) => id),
    );
    return ended.length;
  });
}
