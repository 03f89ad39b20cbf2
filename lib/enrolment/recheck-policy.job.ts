import { sql } from "kysely";
import { db, type Tx, withTx } from "@/lib/db/database";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { RetryLater } from "@/lib/jobs/faults";
import { handle } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { laneFault } from "./lane-fault";
import { REGISTRAR_MEETING, registrarMeeting } from "./meeting";
import { RECHECK_SECONDS, recheckPolicy } from "./recheck-policy";
import { reconcileJob } from "./reconcile";
import type { OpenOutcome } from "./registrar";
import { webinarRegistrar } from "./webinar";
import { withGrant } from "./with-grant";

/** Rows a transaction: whoever withdraws meanwhile waits for a moment only. */
const BATCH = 200;

export const recheckPolicyHandler = handle(recheckPolicy, async ({ meetingId }, { turn }) => {
  const row = await db()
    .selectFrom("meetings")
    .select(REGISTRAR_MEETING)
    .where("id", "=", meetingId)
    .executeTakeFirst();
  if (!row || !(await someoneWasRefused(meetingId))) return;
  let outcome: OpenOutcome;
  try {
    outcome = await withGrant(webinarRegistrar, row.actsAs, async (call) => {
      await turn();
      return webinarRegistrar.open(call, registrarMeeting(row), "everyone", async () => {});
    });
  } catch (error) {
    throw laneFault(error, row.actsAs).fault;
  }
  if (outcome.kind === "refused" && outcome.reason === "no-policy")
    throw new RetryLater("Still no access policy.", { afterSeconds: RECHECK_SECONDS });
  let count = 0;
  for (;;) {
    const batch = await withTx((tx) => setGoing(tx, meetingId));
    count += batch;
    if (batch < BATCH) break;
  }
  log.info({ meetingId, count }, "an access policy holds; the refused are tried again");
});

async function someoneWasRefused(meetingId: string): Promise<boolean> {
  const row = await db()
    .selectFrom("enrolments")
    .select("id")
    .where("meeting_id", "=", meetingId)
    .where("state", "=", "failed")
    .where("reason", "=", "no-policy")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

/** First come first; what was wanted is wanted again, whichever of the two it was. */
async function setGoing(tx: Tx, meetingId: string): Promise<number> {
  const { rows } = await sql<{ registrationId: string; eventId: string; actsAs: string }>`
    with chosen as (
      select e.id, r.id as registration_id, r.event_id, events.acts_as
      from enrolments e
      join registrations r on r.id = e.registration_id
      join events on events.id = r.event_id
      where e.meeting_id = ${meetingId}::uuid and e.state = 'failed' and e.reason = 'no-policy'
      order by r.created_at, r.id limit ${BATCH} for update of e
    )
    update enrolments set reason = null, reason_at = null, request_id = null,
      state = case when wanted = 'withdrawn' then 'withdrawing' else 'pending' end
    from chosen where enrolments.id = chosen.id
    returning chosen.registration_id as "registrationId", chosen.event_id as "eventId",
      chosen.acts_as as "actsAs"`.execute(tx);
  await enqueueAll(
    tx,
    rows.map(({ registrationId, eventId, actsAs }) =>
      reconcileJob(registrationId, { id: eventId, registrar: "webinar", actsAs }),
    ),
  );
  return rows.length;
}
