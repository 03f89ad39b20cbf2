import { sql } from "kysely";
import { type Tx, withTx } from "@/lib/db/database";
import { closeRegistration, closeRegistrationKey } from "@/lib/enrolment/close-registration";
import { reconcileJob } from "@/lib/enrolment/reconcile";
import { enqueue, enqueueAll } from "@/lib/jobs/enqueue";
import { PASSING_REASONS } from "@/lib/mail/bounces/bounce";
import { readMailbox } from "@/lib/messages/mail-route";
import { closeLeft } from "@/lib/moving/end-move";
import { organizerLane } from "@/lib/organizers/lane";
import type { EventAccess } from "@/lib/session/access";
import { mailJob } from "./promise-mail";

/** SQL: the mail never went out, or came back by what passes (`isForGood`). */
const mayArrive = sql<boolean>`(state = 'failed' or bounce_status like '4%'
  or reason in (${sql.join(PASSING_REASONS)}))`;

/** Tries one person's link and mails again. Answers how many things were set going. */
export function retryRegistration(access: EventAccess, registrationId: string): Promise<number> {
  return withTx((tx) => retry(tx, access, registrationId));
}

/**
 * Tries again everything of the event that was given up, but for mails that came back for good: they
 * would come back again, and who sends much of that is taken for a sender of junk.
 */
export function retryAll(access: EventAccess): Promise<number> {
  return withTx((tx) => retry(tx, access, null));
}

async function retry(tx: Tx, access: EventAccess, registrationId: string | null): Promise<number> {
  const ofEvent = tx
    .selectFrom("registrations")
    .select("id")
    .where("event_id", "=", access.eventId)
    .$if(registrationId !== null, (query) => query.where("id", "=", registrationId));
  const { actsAs, meetingId, isLeftOpen } = await tx
    .selectFrom("events")
    .innerJoin("meetings", "meetings.id", "events.meeting_id")
    .select((eb) => [
      "events.acts_as as actsAs",
      "events.meeting_id as meetingId",
      eb
        .and([eb("events.state", "=", "cancelled"), eb("meetings.close_reason", "is not", null)])
        .as("isLeftOpen"),
    ])
    .where("events.id", "=", access.eventId)
    .executeTakeFirstOrThrow();

  const enrolments = await tx
    .updateTable("enrolments")
    .set((eb) => ({
      state: eb
        .case()
        .when("wanted", "=", "withdrawn")
        .then("withdrawing" as const)
        .else("pending" as const)
        .end(),
      accepted_at: null,
      reason: null,
      reason_at: null,
    }))
    .where("state", "=", "failed")
    .where("registration_id", "in", ofEvent)
    .returning(["registration_id as registrationId", "registrar"])
    .execute();

  // One job drives all of somebody's enrolments.
  const byPerson = new Map(enrolments.map((row) => [row.registrationId, row]));
  const enrolmentJobs = [...byPerson.values()].map(({ registrationId: id, registrar }) =>
    reconcileJob(id, { id: access.eventId, registrar, actsAs }),
  );

  const mails = await tx
    .updateTable("mails")
    .set({
      state: "waiting",
      reason: null,
      sent_at: null,
      bounced_at: null,
      bounce_status: null,
      bounce_said: null,
    })
    .where("state", "in", ["failed", "bounced"])
    .where("registration_id", "in", ofEvent)
    // Of one person the organizer knows why it came back, and asks all the same.
    .$if(registrationId === null, (query) => query.where(mayArrive))
    .returning("id")
    .execute();
  const route = { eventId: access.eventId, mailbox: await readMailbox(tx, access.eventId) };
  await enqueueAll(tx, [...enrolmentJobs, ...mails.map(({ id }) => mailJob(id, route))]);
  const closes = registrationId === null && isLeftOpen;
  if (closes)
    await enqueue(
      tx,
      closeRegistration,
      { meetingId },
      { lane: organizerLane(actsAs), dedupeKey: closeRegistrationKey(meetingId) },
    );
  if (registrationId === null) await closeLeft(tx, access.eventId);
  return enrolments.length + mails.length + (closes ? 1 : 0);
}
