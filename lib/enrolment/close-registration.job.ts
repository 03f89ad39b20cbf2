import { db, withTx } from "@/lib/db/database";
import { GiveUp, RetryLater } from "@/lib/jobs/faults";
import { handle } from "@/lib/jobs/handle";
import { actFor } from "@/lib/organizers/act-for";
import { closeRegistration } from "./close-registration";
import { externalRegistrar } from "./external";
import { laneFault } from "./lane-fault";
import { REGISTRAR_MEETING, registrarMeeting } from "./meeting";
import { markAllWithdrawn } from "./queries";
import { mayPass, type RemoveOutcome } from "./registrar";

const REFUSALS_BEFORE_GIVING_UP = 3;

export const closeRegistrationHandler = handle(
  closeRegistration,
  async (payload, { attempt, turn }) => {
    const { meetingId } = payload;
    const meeting = await db()
      .selectFrom("meetings")
      .select(REGISTRAR_MEETING)
      .where("id", "=", meetingId)
      .executeTakeFirst();
    if (!meeting?.registrationOurs) return;
    if (await isUsed(meetingId)) return;
    let outcome: RemoveOutcome;
    try {
      outcome = await actFor(meeting.actsAs, async (call) => {
        await turn();
        return externalRegistrar.close(call, registrarMeeting(meeting));
      });
    } catch (error) {
      const { fault, reason, requestId } = laneFault(error, meeting.actsAs);
      await note(meetingId, reason, requestId);
      throw fault;
    }
    if (outcome.kind === "refused") {
      await note(meetingId, outcome.reason, outcome.requestId);
      if (mayPass(outcome.reason) && attempt < REFUSALS_BEFORE_GIVING_UP)
        throw new RetryLater(`refused: ${outcome.reason}`, { afterSeconds: 2 ** attempt });
      throw new GiveUp(`Microsoft does not end the registration: ${outcome.reason}.`);
    }
    await withTx(async (tx) => {
      await tx
        .updateTable("meetings")
        .set({
          registration_ours: false,
          audience: null,
          registration_gone_at: null,
          close_reason: null,
          close_request_id: null,
        })
        .where("id", "=", meetingId)
        .execute();
      // The registrants went with it: their own jobs find nothing left to do.
      await markAllWithdrawn(tx, meetingId);
    });
  },
);

/** Why it is still there, for the organizer to see on the cancelled event. */
async function note(
  meetingId: string,
  reason: string | null,
  requestId: string | null,
): Promise<void> {
  if (!reason) return;
  await db()
    .updateTable("meetings")
    .set({ close_reason: reason, close_request_id: requestId })
    .where("id", "=", meetingId)
    .execute();
}

/** An event lives on it, or somebody who is still to be moved from it. */
async function isUsed(meetingId: string): Promise<boolean> {
  return (await hasEvent(meetingId)) || (await hasSomebodyLeft(meetingId));
}

async function hasSomebodyLeft(meetingId: string): Promise<boolean> {
  const row = await db()
    .selectFrom("moves")
    .innerJoin("registrations", "registrations.event_id", "moves.event_id")
    .innerJoin("events", "events.id", "moves.event_id")
    .innerJoin("enrolments", "enrolments.registration_id", "registrations.id")
    .select("enrolments.id")
    .where("moves.from_meeting_id", "=", meetingId)
    .where("events.state", "in", ["open", "closed"])
    .where("enrolments.meeting_id", "=", meetingId)
    .where("enrolments.registrar", "=", "external")
    .where("enrolments.wanted", "=", "enrolled")
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}

async function hasEvent(meetingId: string): Promise<boolean> {
  const row = await db()
    .selectFrom("events")
    .select("id")
    .where("meeting_id", "=", meetingId)
    .where("registrar", "=", "external")
    .where("state", "in", ["open", "closed"])
    .limit(1)
    .executeTakeFirst();
  return row !== undefined;
}
