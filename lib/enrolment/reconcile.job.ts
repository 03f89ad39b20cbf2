import { db, type Tx, withTx } from "@/lib/db/database";
import { type GraphCall, graph } from "@/lib/graph/client";
import { enqueueAll, type WantedJob } from "@/lib/jobs/enqueue";
import { RetryLater } from "@/lib/jobs/faults";
import { handle, type JobContext } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { checkMoveSoon } from "@/lib/moving/move-people";
import { announceLink, announceMove } from "@/lib/registrations/announce-link";
import { loadAnswered } from "@/lib/registrations/answered";
import { endPersonalLink, keepPersonalLink } from "@/lib/registrations/personal-secret";
import { open, seal } from "@/lib/seal";
import { takeAttendeeToken } from "@/lib/session/attendee-token";
import { attendeeScope } from "./attendee-scope";
import { isLaneOf } from "./lane";
import { laneFault } from "./lane-fault";
import { joinLinkSecret, personalSecretOf, registrarMeeting } from "./meeting";
import {
  type LoadedEnrolment,
  loadEnrolment,
  markAccepted,
  markEnrolled,
  markFailed,
  markTried,
  markTriedAsAttendee,
  markUnaccepted,
  markWithdrawn,
  noteReason,
  noteRegistrationGone,
  retireOthers,
  reviveEnrolment,
} from "./queries";
import { keepRechecking } from "./recheck";
import { lookUpJob, reconcileEnrolment, reconcileJob } from "./reconcile";
import {
  isMendedElsewhere,
  type LookUpOutcome,
  mayPass,
  type Refused,
  type RegistrarAttendee,
} from "./registrar";
import { registrarNamed } from "./registrars";
import { grantRefusal, withGrant } from "./with-grant";

type Run = Pick<JobContext, "attempt" | "lane" | "turn" | "done">;

const REFUSALS_BEFORE_GIVING_UP = 3;
/** What was taken shows a moment later. */
const SHOWS_AFTER_MS = 1_000;
/** What hasn't shown by then was lost. */
const LOST_AFTER_MS = 2 * 60_000;
/** What was sent for so long, and never showed, is for somebody to look at. */
const NEVER_SHOWS_AFTER_MS = 10 * 60_000;
/** A line or an approval at Microsoft is looked at so often; it goes on as long as the event does. */
const HELD_AGAIN_MS = 5 * 60_000;

export const reconcileEnrolmentHandler = handle(
  reconcileEnrolment,
  async ({ registrationId }, run) => {
    const enrolment = await loadEnrolment(db(), registrationId);
    if (!enrolment) return;
    // Another of its enrolments came first: its calls are counted where they belong.
    if (!isLaneOf(run.lane, enrolment)) return goOn(enrolment);
    try {
      if (enrolment.wanted === "withdrawn") await withdraw(enrolment, run);
      else await (enrolment.acceptedAt ? lookUp(enrolment, run) : enrol(enrolment, run));
    } catch (error) {
      const refusal = grantRefusal(error);
      if (refusal) return refused(enrolment, refusal, run.attempt);
      throw await explained(error, enrolment);
    }
    if (enrolment.hasOthers) await withTx((tx) => goOnAfter(tx, enrolment));
  },
  {
    onDead: async (tx, { registrationId }) => {
      const enrolment = await loadEnrolment(tx, registrationId);
      if (!enrolment) return;
      await markFailed(tx, enrolment, "gave-up", null);
      metrics().enrolments.inc({ outcome: "failed" });
    },
    onRetry: (tx, { registrationId }) => reviveEnrolment(tx, registrationId),
  },
);

/** This very job goes on in the enrolment's own lane. */
async function goOn(enrolment: LoadedEnrolment): Promise<void> {
  await withTx((tx) => enqueueAll(tx, [jobOf(enrolment)]));
}

/** The same for what is to be done next, where that is another one. */
async function goOnAfter(tx: Tx, { id, registrationId }: LoadedEnrolment): Promise<void> {
  const next = await loadEnrolment(tx, registrationId);
  if (next && next.id !== id) await enqueueAll(tx, [jobOf(next)]);
}

function jobOf(enrolment: LoadedEnrolment): WantedJob {
  const { registrationId, wanted, acceptedAt, eventId, registrar, actsAs, moveId } = enrolment;
  if (wanted === "enrolled" && acceptedAt) return lookUpJob(registrationId, new Date());
  return reconcileJob(registrationId, { id: eventId, registrar, actsAs, share: moveId });
}

async function withdraw(enrolment: LoadedEnrolment, run: Run): Promise<void> {
  if (enrolment.triedAt) {
    const registrar = registrarNamed(enrolment.registrar);
    const outcome = await withGrant(registrar, enrolment.actsAs, async (call) => {
      await run.turn();
      return registrar.withdraw(call, registrarMeeting(enrolment), attendeeOf(enrolment));
    });
    if (outcome.kind === "refused") return refused(enrolment, outcome, run.attempt);
  }
  await withTx(async (tx) => {
    await markWithdrawn(tx, enrolment.id);
    if (enrolment.hasOthers) await checkMoveSoon(tx, enrolment.eventId);
  });
  metrics().enrolments.inc({ outcome: "withdrawn" });
}

/** Asked again a few times; then it is the organizer's to see and to retry. */
async function refused(
  enrolment: LoadedEnrolment,
  { reason, requestId }: Refused,
  attempt: number,
): Promise<void> {
  const isKnown = reason === "registration-gone" && enrolment.registrationGoneAt !== null;
  if (mayPass(reason) && !isKnown && attempt < REFUSALS_BEFORE_GIVING_UP) {
    await noteReason(db(), enrolment.id, reason, requestId);
    throw new RetryLater(`refused: ${reason}`, { afterSeconds: 2 ** attempt });
  }
  const isNews = await withTx(async (tx) => {
    if (reason === "registration-gone") {
      const { meetingId, registrationNumber } = enrolment;
      if (!(await noteRegistrationGone(tx, meetingId, registrationNumber))) return false;
    }
    await markFailed(tx, enrolment, reason, requestId);
    if (isMendedElsewhere(reason)) await keepRechecking(tx, enrolment);
    return true;
  });
  if (!isNews) throw new RetryLater("The registration was made again meanwhile.");
  metrics().enrolments.inc({ outcome: "failed" });
  log.warn({ reason, graphRequestId: requestId }, "Microsoft refused");
}

async function enrol(enrolment: LoadedEnrolment, run: Run): Promise<void> {
  const registrar = registrarNamed(enrolment.registrar);
  const outcome = await withGrant(registrar, enrolment.actsAs, async (call) => {
    if (!(await markTried(db(), enrolment.id))) return null;
    await run.turn();
    const answered = registrar.capabilities.takesAnswers
      ? await loadAnswered(db(), enrolment.registrationId)
      : [];
    return registrar.enrol(call, registrarMeeting(enrolment), {
      ...attendeeOf(enrolment),
      answered,
    });
  });
  if (!outcome) return;
  switch (outcome.kind) {
    case "refused":
      return refused(enrolment, outcome, run.attempt);
    case "enrolled":
      return store(enrolment, outcome, run);
    case "held":
      return lookLater(enrolment, outcome, HELD_AGAIN_MS);
    case "accepted":
      return lookLater(enrolment, null, SHOWS_AFTER_MS);
  }
}

/** What Microsoft took is looked for until it shows, and as long as it decides on it. */
async function lookUp(enrolment: LoadedEnrolment, run: Run): Promise<void> {
  const registrar = registrarNamed(enrolment.registrar);
  const outcome = await withGrant(registrar, enrolment.actsAs, async (call) => {
    await run.turn();
    return registrar.lookUp(call, registrarMeeting(enrolment), attendeeOf(enrolment));
  });
  switch (outcome.kind) {
    case "refused":
      // An ended record from before may show sooner than the one that was just taken.
      if (outcome.reason === "ended-there" && isTakenLately(enrolment))
        return absent(enrolment, run);
      return refused(enrolment, outcome, run.attempt);
    case "enrolled":
      return store(enrolment, outcome, run);
    case "held":
      return lookLater(enrolment, outcome, HELD_AGAIN_MS);
    case "absent":
      return absent(enrolment, run);
  }
}

function isTakenLately({ acceptedAt }: LoadedEnrolment): boolean {
  return Date.now() - (acceptedAt?.getTime() ?? 0) < LOST_AFTER_MS;
}

/** It shows a moment later; when it never does, it was lost, and is sent again. */
async function absent(enrolment: LoadedEnrolment, { attempt }: Run): Promise<void> {
  if (isTakenLately(enrolment))
    throw new RetryLater("It doesn't show yet.", { afterSeconds: Math.min(2 ** attempt, 60) });
  if (Date.now() - (enrolment.triedAt?.getTime() ?? 0) > NEVER_SHOWS_AFTER_MS)
    return refused(enrolment, { kind: "refused", reason: "not-shown", requestId: null }, attempt);
  await withTx(async (tx) => {
    await markUnaccepted(tx, enrolment.id);
    await enqueueAll(tx, [jobOf({ ...enrolment, acceptedAt: null })]);
  });
  log.warn({ registrationId: enrolment.registrationId }, "Microsoft lost what it took");
}

/**
 * This very job goes on in the lane where looking costs no writes: enqueued while it runs, it runs
 * once more there.
 */
async function lookLater(
  enrolment: LoadedEnrolment,
  held: { as: "waitlisted" | "pendingApproval"; remoteId: string } | null,
  afterMs: number,
): Promise<void> {
  await withTx(async (tx) => {
    await markAccepted(tx, enrolment.id, held);
    if (enrolment.endsAt < new Date()) return;
    await enqueueAll(tx, [lookUpJob(enrolment.registrationId, new Date(Date.now() + afterMs))]);
  });
}

async function store(
  enrolment: LoadedEnrolment,
  { joinLink, personalSecret, remoteId }: Extract<LookUpOutcome, { kind: "enrolled" }>,
  run: Run,
): Promise<void> {
  const { registrationId } = enrolment;
  const stored = await withTx(async (tx) => {
    const { id, hasOthers, moveId } = enrolment;
    const joinLinkSealed = joinLink && seal(joinLink, joinLinkSecret(id));
    const marked = await markEnrolled(tx, id, { joinLinkSealed, remoteId, hasOthers });
    if (marked.state !== "enrolled") return marked;
    if (personalSecret) await keepPersonalLink(tx, registrationId, personalSecret);
    else if (hasOthers) await endPersonalLink(tx, registrationId);
    const hadLink = hasOthers && (await retireOthers(tx, enrolment));
    if (hadLink && moveId) await announceMove(tx, registrationId, moveId);
    else await announceLink(tx, registrationId, enrolment.eventId);
    if (hasOthers) {
      await goOnAfter(tx, enrolment);
      await checkMoveSoon(tx, enrolment.eventId);
    }
    await run.done(tx);
    return marked;
  });
  if (stored.state === "enrolled") {
    metrics().enrolments.inc({ outcome: "enrolled" });
    metrics().enrolmentLag.observe(stored.waitedSeconds);
  }
  if (stored.state !== "withdrawing") return;
  // Given up while Microsoft was enrolling: the registrant that was just made goes at once, or in
  // its own turn where turns are counted.
  const { pace } = registrarNamed(enrolment.registrar).capabilities;
  if (pace === null)
    return withdraw({ ...enrolment, state: "withdrawing", triedAt: new Date() }, run);
  await goOn({ ...enrolment, wanted: "withdrawn" });
}

function attendeeOf(enrolment: LoadedEnrolment): RegistrarAttendee {
  const { audience, tid, oid, personalSealed, registrationId } = enrolment;
  return {
    registrantId: enrolment.registrantId,
    firstName: enrolment.firstName,
    lastName: enrolment.lastName,
    email: enrolment.email,
    locale: enrolment.locale,
    zone: enrolment.zone ?? enrolment.eventZone,
    triedBefore: enrolment.triedAt !== null,
    mayAppear: Date.now() - enrolment.wantedAt.getTime() < LOST_AFTER_MS,
    remoteId: enrolment.remoteId,
    answered: [],
    takeOwnCall: () => takeOwnCall(enrolment),
    triedAsAttendee: enrolment.triedAsAttendee,
    personalSecret: personalSealed && open(personalSealed, personalSecretOf(registrationId)),
    member: audience === "organization" && tid && oid ? { tid, oid } : null,
  };
}

/** The attendee's token goes, and that it is used is noted, before the call that uses it begins. */
async function takeOwnCall(enrolment: LoadedEnrolment): Promise<GraphCall | null> {
  if (attendeeScope(enrolment) === null) return null;
  const token = await withTx(async (tx) => {
    const taken = await takeAttendeeToken(tx, enrolment.registrationId);
    if (taken !== null) await markTriedAsAttendee(tx, enrolment.id);
    return taken;
  });
  return token === null ? null : graph({ token });
}

/** Notes for the organizer why it waits; answers what the lane has to do about it. */
async function explained(error: unknown, { id, actsAs }: LoadedEnrolment): Promise<unknown> {
  const { fault, reason, requestId } = laneFault(error, actsAs);
  if (reason) await noteReason(db(), id, reason, requestId);
  return fault;
}
