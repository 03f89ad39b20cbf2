import { sql } from "kysely";
import { withTx } from "@/lib/db/database";
import type { EventAccess } from "@/lib/session/access";
import { handOnNow } from "./hand-on";
import { lockPlaces } from "./lock-places";

/**
 * Moves people of the waitlist to its front, in the order that they have among themselves: they are
 * offered the next places. Answers how many were moved. A place is never made by it; whoever wants
 * them in at once raises the capacity.
 */
export function promote(access: EventAccess, registrationIds: readonly string[]): Promise<number> {
  const { eventId } = access;
  return withTx(async (tx) => {
    await lockPlaces(tx, eventId);
    const { rows } = await sql<{ id: string }>`
      with front as (
        select coalesce(min(line), 0) as line from registrations
        where event_id = ${eventId}::uuid and place = 'waitlisted' and not unconfirmed
      ), chosen as (
        select id, row_number() over (order by line desc) as ahead from registrations
        where event_id = ${eventId}::uuid and place = 'waitlisted' and not unconfirmed
          and id in (select jsonb_array_elements_text(${JSON.stringify(registrationIds)}::jsonb)::uuid)
      )
      update registrations set line = front.line - chosen.ahead
      from front, chosen where registrations.id = chosen.id
      returning registrations.id`.execute(tx);
    if (rows.length > 0) await handOnNow(tx, eventId);
    return rows.length;
  });
}
