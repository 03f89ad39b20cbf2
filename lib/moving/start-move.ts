import { sql } from "kysely";
import { db, type Tx, withTx } from "@/lib/db/database";
import type { Audience } from "@/lib/db/schema";
import { reconcileJob } from "@/lib/enrolment/reconcile";
import type { OpenOutcome, Refusal } from "@/lib/enrolment/registrar";
import { openMeeting } from "@/lib/events/publish-event";
import { canHaveRegistrar, type LoadedEvent, loadEvent, lockEvent } from "@/lib/events/queries";
import { GraphFault } from "@/lib/graph/faults";
import { enqueueAll } from "@/lib/jobs/enqueue";
import { log } from "@/lib/log";
import { followAnother } from "@/lib/meetings/follow";
import { dropMailbox } from "@/lib/messages/set-mails-from";
import { ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
import { readTimes } from "@/lib/registrations/lock-places";
import type { EventAccess } from "@/lib/session/access";
import { checkMove } from "./move-people";
import { abandonUnmade, loadMove, repointPersonalLinks, type Target } from "./queries";

export type StartOutcome =
  /** New sign-ups go there at once, everybody else follows. */
  | { kind: "started" }
  /** The event is there, or on its way. */
  | { kind: "already" }
  /** A draft's way in is chosen in its editor; what is over or cancelled leads nowhere. */
  | { kind: "not-live" }
  /** Not a meeting of theirs, or a way that it can't have. */
  | { kind: "impossible" }
  /** Whoever may register there is not whom the event is for. */
  | { kind: "other-audience"; audience: Audience }
  /** Microsoft will not open it. */
  | { kind: "no-registration"; reason: Refusal; requestId: string | null }
  | { kind: "broken-connection"; reason: string }
  | { kind: "operator-trouble" }
  | { kind: "try-again"; requestId: string | null };

/**
 * Moves an event to another meeting, another registrar, or both. Microsoft is asked first: where it
 * refuses, nothing has changed. From then on sign-ups go to the new one, and a job enrols everybody
 * with a place anew, each of whom keeps the old link until the new one is stored. A move that is
 * under way is left where it is: whoever was moved already is moved on, or back.
 */
export async function startMove(
  access: EventAccess,
  target: Target,
  now: Date,
): Promise<StartOutcome> {
  const event = await loadEvent(db(), access.eventId);
  if (!(await isUnderWay(db(), event, now))) return { kind: "not-live" };
  if (isSame(event, target)) return { kind: "already" };
  const meeting = await loadTarget(access, event, target);
  if (!meeting || !(await canHaveRegistrar(db(), target.meetingId, target.registrar)))
    return { kind: "impossible" };
  const to = { ...meeting, registrar: target.registrar, audience: event.audience };

  let opened: OpenOutcome;
  try {
    opened = await openMeeting(to);
  } catch (error) {
    return explain(error);
  }
  if (opened.kind === "other-audience") return opened;
  if (opened.kind === "refused")
    return { kind: "no-registration", reason: opened.reason, requestId: opened.requestId };
  const { ours } = opened;
  return withTx((tx) => setOut(tx, event, to, ours, now));
}

/** Goes back to where the move that is under way, or stopped, came from. */
export async function goBack(access: EventAccess, now: Date): Promise<StartOutcome> {
  const move = await loadMove(db(), access.eventId);
  if (!move) return { kind: "already" };
  const { fromMeetingId: meetingId, fromRegistrar: registrar } = move;
  return startMove(access, { meetingId, registrar }, now);
}

async function setOut(
  tx: Tx,
  before: LoadedEvent,
  to: { meetingId: string; actsAs: string; registrar: Target["registrar"] },
  ours: boolean,
  now: Date,
): Promise<StartOutcome> {
  const event = await lockEvent(tx, before.id);
  if (!(await isUnderWay(tx, event, now))) return { kind: "not-live" };
  // Somebody else moved it while Microsoft was asked.
  if (!isSame(event, before)) return { kind: "already" };
  const { meetingId, registrar, actsAs } = to;
  await tx
    .updateTable("moves")
    .set({ state: "left", finished_at: now })
    .where("event_id", "=", event.id)
    .where("state", "in", ["moving", "stopped"])
    .execute();
  await tx
    .updateTable("events")
    .set({ meeting_id: meetingId, registrar, acts_as: actsAs, updated_at: sql<Date>`now()` })
    .where("id", "=", event.id)
    .execute();
  // Another organizer's mailbox is theirs to offer; also when the event comes back to this one.
  if (actsAs !== event.actsAs) await dropMailbox(tx, event.id);
  if (registrar === "external")
    await tx
      .updateTable("meetings")
      .set({ audience: event.audience, registration_ours: ours })
      .where("id", "=", meetingId)
      .execute();
  if (meetingId !== event.meetingId) await followAnother(tx, event.id);
  if (registrar === "direct") await repointPersonalLinks(tx, event.id, meetingId);
  const abandoned = await abandonUnmade(tx, event.id, { meetingId, registrar });
  await enqueueAll(
    tx,
    abandoned.map((id) => reconcileJob(id, { id: event.id, registrar, actsAs })),
  );
  await tx
    .insertInto("moves")
    .values({
      event_id: event.id,
      from_meeting_id: event.meetingId,
      from_registrar: event.registrar,
      to_meeting_id: meetingId,
      to_registrar: registrar,
    })
    .execute();
  await checkMove(tx, event.id);
  return { kind: "started" };
}

function isSame(event: Target, target: Target): boolean {
  return event.meetingId === target.meetingId && event.registrar === target.registrar;
}

async function isUnderWay(
  tx: Parameters<typeof loadMove>[0],
  { id, state }: Pick<LoadedEvent, "id" | "state">,
  now: Date,
): Promise<boolean> {
  const { endsAt } = await readTimes(tx, id);
  return (state === "open" || state === "closed") && endsAt > now;
}

/** The event's own meeting, the one that it is being moved from, or one of the person's. */
async function loadTarget(access: EventAccess, event: LoadedEvent, { meetingId }: Target) {
  const move = await loadMove(db(), access.eventId);
  const known = [event.meetingId, ...(move ? [move.fromMeetingId] : [])];
  return db()
    .selectFrom("meetings")
    .select([
      "id as meetingId",
      "person_id as actsAs",
      "graph_id as graphId",
      "join_url_sealed as joinUrlSealed",
      "audience as meetingAudience",
      "registration_ours as registrationOurs",
    ])
    .where("id", "=", meetingId)
    .where((eb) => eb.or([eb("person_id", "=", access.personId), eb("id", "in", known)]))
    .executeTakeFirst();
}

function explain(error: unknown): StartOutcome {
  if (error instanceof ConnectionBroken) return { kind: "broken-connection", reason: error.reason };
  if (error instanceof OperatorTrouble) return { kind: "operator-trouble" };
  if (!(error instanceof GraphFault)) throw error;
  log.warn({ kind: error.kind, graphRequestId: error.requestId }, "a move failed at Graph");
  return { kind: "try-again", requestId: error.requestId };
}
