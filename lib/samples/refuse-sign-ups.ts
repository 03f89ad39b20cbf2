import { sql } from "kysely";
import { db } from "@/lib/db/database";

/**
 * Lets the sandbox's database take no sign-up for this event, and for no other one before it, as it
 * takes none at all when its disk is full: the product meets a refusal of PostgreSQL's, and nothing
 * in it knows of samples.
 */
export async function refuseSignUps(eventId: string): Promise<void> {
  await sql`
    create or replace function refuse_sign_ups() returns trigger language plpgsql as $$
      begin raise exception 'no room for a sample' using errcode = 'disk_full'; end $$`.execute(
    db(),
  );
  await sql`
    create or replace trigger refuse_sign_ups before insert on registrations for each row
      when (new.event_id = ${sql.lit(eventId)}) execute function refuse_sign_ups()`.execute(db());
}
