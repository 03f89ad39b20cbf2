import { sql } from "kysely";
import { db, type Tx, withTx } from "@/lib/db/database";
import type { Audience } from "@/lib/db/schema";
import { reconcileJob } from "@/lib/enrolment/reconcile";
import type { OpenOutcome, Refusal } from "@/lib/enrolment/registrar";
import { GraphFault } from "@/lib/graph/faults";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { log } from "@/lib/log";
import { ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
import type { EventAccess } from "@/lib/session/access";
import { openMeeting } from "./publish-event";
import { type LoadedEvent, loadEvent } from "./queries";

export type RemakeOutcome =
  /** That many people get a new link, one mail each. */
  | { kind: "remade"; count: number }
  /** The registration is in place as far as Usher knows: nothing to do. */
  | { kind: "not-gone" }
  /** Somebody made another one meanwhile, for an audience that is not the event's. */
  | { kind: "other-audience"; audience: Audience }
  | { kind: "no-registration"; reason: Refusal; requestId: string | null }
  | { kind: "broken-connection"; reason: string }
  | { kind: "operator-trouble" }
  | { kind: "try-again"; requestId: string | null };

/** Rows a transaction: sign-ups for the same events wait for one no longer than a moment. */
const BATCH = 200;

/**
 * Makes a meeting's registration again that somebody deleted at Microsoft, and has everybody on it
 * enrolled anew, in the order in which they signed up; each gets one mail with the new link. The
 * registrant ids stay. Pressing the button again after a crash goes on where it ended.
 */
export async function remakeRegistration(access: EventAccess): Promise<RemakeOutcome> {
  const event = await loadEvent(db(), access.eventId);
  const isLive = event.state === "open" || event.state === "closed";
  if (!isLive || event.registrar !== "external" || !(await isGone(event.meetingId)))
    return { kind: "not-gone" };

  let opened: OpenOutcome;
  try {
    opened = await openMeeting(event);
  } catch (error) {
    return explain(error);
  }
  if (opened.kind === "other-audience") return opened;
  if (opened.kind === "refused") {
    const { reason, requestId } = opened;
    return { kind: "no-registration", reason, requestId };
  }
  return { kind: "remade", count: await enrolAnew(event, opened.ours) };
}

async function isGone(meetingId: string): Promise<boolean> {
  const row = await db()
    .selectFrom("meetings")
    .select("registration_gone_at as goneAt")
    .where("id", "=", meetingId)
    .executeTakeFirst();
  return row?.goneAt != null;
}

async function enrolAnew(event: LoadedEvent, ours: boolean): Promise<number> {
  let count = 0;
  for (;;) {
    const anew = await withTx(async (tx) => {
      // Whoever notes another 404 writes this row too: the last batch misses nobody.
      await tx
        .selectFrom("meetings")
        .select("id")
        .where("id", "=", event.meetingId)
        .forNoKeyUpdate()
        .execute();
      const batch = await takeBatch(tx, event);
      if (batch < BATCH)
        await tx
          .updateTable("meetings")
          .set({
            registration_gone_at: null,
            registration_number: sql<number>`registration_number + 1`,
            registration_ours: ours,
            audience: event.audience,
          })
          .where("id", "=", event.meetingId)
          .where("registration_gone_at", "is not", null)
          .execute();
      return batch;
    });
    count += anew;
    if (anew < BATCH) break;
  }
  log.info({ meetingId: event.meetingId, count }, "a registration was made again");
  return count;
}

/** Some people whose link is dead or was refused for that reason, first come first. */
async function takeBatch(tx: Tx, { meetingId, actsAs }: LoadedEvent): Promise<number> {
  const { rows } = await sql<{ registrationId: string; signedUpAt: Date }>`
    with chosen as (
      select e.id, r.id as registration_id, r.created_at
      from enrolments e
      join registrations r on r.id = e.registration_id
      join meetings m on m.id = e.meeting_id
      where e.meeting_id = ${meetingId}::uuid and e.registrar = 'external'
        and e.wanted = 'enrolled' and r.place = 'taken' and m.registration_gone_at is not null
        and ((e.state = 'enrolled' and e.enrolled_at < m.registration_gone_at)
          or (e.state = 'failed' and e.reason = 'registration-gone'))
      order by r.created_at, r.id limit ${BATCH} for no key update of e
    )
    update enrolments set state = 'pending', wanted_at = now(), join_link_sealed = null,
      reason = null, reason_at = null, request_id = null
    from chosen where enrolments.id = chosen.id
    returning chosen.registration_id as "registrationId", chosen.created_at as "signedUpAt"`.execute(
    tx,
  );
  const ids = rows.map((row) => row.registrationId);
  if (ids.length === 0) return 0;
  // What was sent holds a link that opens nothing, and what waits would: one mail brings the new one.
  await tx
    .updateTable("mails")
    .set({ with_link: false })
    .where("kind", "=", "confirmation")
    .where("registration_id", "in", ids)
    .execute();
  await tx
    .deleteFrom("mails")
    .where("kind", "=", "link")
    .where("state", "in", ["waiting", "sending", "failed"])
    .where("registration_id", "in", ids)
    .execute();
  await enqueueAll(
    tx,
    rows.map(({ registrationId, signedUpAt }) =>
      reconcileJob(registrationId, { registrar: "external", actsAs }, { runAt: signedUpAt }),
    ),
  );
  return rows.length;
}

function explain(error: unknown): RemakeOutcome {
  if (error instanceof ConnectionBroken) return { kind: "broken-connection", reason: error.reason };
  if (error instanceof OperatorTrouble) return { kind: "operator-trouble" };
  if (!(error instanceof GraphFault)) throw error;
  log.warn({ kind: error.kind, graphRequestId: error.requestId }, "remaking failed at Graph");
  return { kind: "try-again", requestId: error.requestId };
}
