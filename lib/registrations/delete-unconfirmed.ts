import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { UNCONFIRMED_DAYS } from "./unconfirmed-days";

const DAY_MS = 24 * 60 * 60_000;
/** A flood goes in the hours after, some at a time. */
const MOST = 5_000;

/**
 * Deletes sign-ups that came to nothing: nobody ever said that the address was theirs, and what was
 * held for it has run out or was taken back. Until then their pass says so. With them go their mails
 * and passes; they counted nowhere.
 */
export async function deleteUnconfirmed(tx: Tx, now: Date): Promise<void> {
  const before = new Date(now.getTime() - UNCONFIRMED_DAYS * DAY_MS);
  await sql`
    delete from registrations where id in (
      select id from registrations
      where unconfirmed and place in ('expired', 'withdrawn') and created_at < ${before}
        and not exists (select from enrolments where registration_id = registrations.id)
      order by created_at limit ${MOST} for update skip locked)`.execute(tx);
}
