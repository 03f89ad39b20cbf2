import { randomUUID } from "node:crypto";
import { sql } from "kysely";
import type { Tx } from "@/lib/db/database";
import { reconcileJob } from "@/lib/enrolment/reconcile";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { confirmationTime } from "./confirmation-time";
import type { PlacesEvent } from "./lock-places";
import { promiseMails } from "./promise-mail";

/**
 * What follows when registrations that were there before get their place: enrolments wanted, their
 * jobs, and the mails that say so once the link is there. The caller has set the place.
 */
export async function takePlaces(
  tx: Tx,
  event: Pick<PlacesEvent, "id" | "registrar" | "meetingId" | "actsAs">,
  registrationIds: readonly string[],
  { kind, now }: { kind: "confirmation" | "approved"; now: Date },
): Promise<void> {
  if (registrationIds.length === 0) return;
  const wanted = registrationIds.map((id) => ({ id, registrant_id: randomUUID() }));
  await sql`
    insert into enrolments (registration_id, generation, registrar, meeting_id, registrant_id,
      wanted, state)
    select id, 1, ${event.registrar}::text, ${event.meetingId}::uuid, registrant_id, 'enrolled',
      'none'
    from jsonb_to_recordset(${JSON.stringify(wanted)}::jsonb) as wanted (id uuid,
      registrant_id text)`.execute(tx);
  await enqueueAll(
    tx,
    registrationIds.map((registrationId) => reconcileJob(registrationId, event)),
  );
  const runAt = confirmationTime(now);
  await promiseMails(
    tx,
    registrationIds.map((registrationId) => ({ registrationId, kind, runAt })),
  );
}
