import { db, withTx } from "@/lib/db/database";
import type { GraphCall } from "@/lib/graph/client";
import { RetryLater } from "@/lib/jobs/faults";
import { handle, type JobContext } from "@/lib/jobs/handle";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { actFor } from "@/lib/organizers/act-for";
import { announceLink } from "@/lib/registrations/announce-link";
import { hashSecret, open, seal } from "@/lib/seal";
import { laneFault } from "./lane-fault";
import { joinLinkSecret, personalSecretOf, registrarMeeting } from "./meeting";
import {
  type LoadedEnrolment,
  loadEnrolment,
  markEnrolled,
  markFailed,
  markTried,
  markWithdrawn,
  noteReason,
  noteRegistrationGone,
  reviveEnrolment,
} from "./queries";
import { reconcileEnrolment } from "./reconcile";
import { mayPass, type Refused } from "./registrar";
import { registrarNamed } from "./registrars";

type Run = Pick<JobContext, "attempt" | "turn" | "done">;

const REFUSALS_BEFORE_GIVING_UP = 3;

export const reconcileEnrolmentHandler = handle(
  reconcileEnrolment,
  async ({ registrationId }, run) => {
    const enrolment = await loadEnrolment(db(), registrationId);
    if (!enrolment) return;
    try {
      if (enrolment.wanted === "withdrawn") await withdraw(enrolment, run);
      else if (enrolment.state === "none" || enrolment.state === "pending")
        await enrol(enrolment, registrationId, run);
    } catch (error) {
      throw await explained(error, enrolment);
    }
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

async function withdraw(enrolment: LoadedEnrolment, run: Run): Promise<void> {
  if (enrolment.state === "withdrawn" || enrolment.state === "failed") return;
  if (enrolment.triedAt) {
    const registrar = registrarNamed(enrolment.registrar);
    const outcome = await withGrant(registrar.needsGraph, enrolment.actsAs, async (call) => {
      await run.turn();
      return registrar.withdraw(call, registrarMeeting(enrolment), enrolment.registrantId);
    });
    if (outcome.kind === "refused") return refused(enrolment, outcome, run.attempt);
  }
  await markWithdrawn(db(), enrolment.id);
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
    return true;
  });
  if (!isNews) throw new RetryLater("The registration was made again meanwhile.");
  metrics().enrolments.inc({ outcome: "failed" });
  log.warn({ reason, graphRequestId: requestId }, "Microsoft refused");
}

async function enrol(enrolment: LoadedEnrolment, registrationId: string, run: Run): Promise<void> {
  const registrar = registrarNamed(enrolment.registrar);
  const outcome = await withGrant(registrar.needsGraph, enrolment.actsAs, async (call) => {
    if (!(await markTried(db(), enrolment.id))) return null;
    await run.turn();
    return registrar.enrol(call, registrarMeeting(enrolment), {
      registrantId: enrolment.registrantId,
      personalSecret: enrolment.personalSealed
        ? open(enrolment.personalSealed, personalSecretOf(registrationId))
        : null,
      member:
        enrolment.audience === "organization" && enrolment.tid && enrolment.oid
          ? { tid: enrolment.tid, oid: enrolment.oid }
          : null,
    });
  });
  if (!outcome) return;

  if (outcome.kind === "refused") return refused(enrolment, outcome, run.attempt);

  const stored = await withTx(async (tx) => {
    const { personalSecret } = outcome;
    if (personalSecret)
      await tx
        .updateTable("registrations")
        .set({
          personal_hash: hashSecret(personalSecret),
          personal_sealed: seal(personalSecret, personalSecretOf(registrationId)),
        })
        .where("id", "=", registrationId)
        .execute();
    const sealed = seal(outcome.joinLink, joinLinkSecret(enrolment.id));
    const marked = await markEnrolled(tx, enrolment.id, sealed);
    if (marked.state === "enrolled") {
      await announceLink(tx, registrationId);
      await run.done(tx);
    }
    return marked;
  });
  if (stored.state === "enrolled") {
    metrics().enrolments.inc({ outcome: "enrolled" });
    metrics().enrolmentLag.observe(stored.waitedSeconds);
  }
  // Given up while Microsoft was enrolling: the registrant that was just made goes at once.
  if (stored.state === "withdrawing")
    await withdraw({ ...enrolment, state: "withdrawing", triedAt: new Date() }, run);
}

function withGrant<T>(
  needsGraph: boolean,
  organizerId: string,
  work: (call: GraphCall | null) => Promise<T>,
): Promise<T> {
  return needsGraph ? actFor(organizerId, work) : work(null);
}

/** Notes for the organizer why it waits; answers what the lane has to do about it. */
async function explained(error: unknown, { id, actsAs }: LoadedEnrolment): Promise<unknown> {
  const { fault, reason, requestId } = laneFault(error, actsAs);
  if (reason) await noteReason(db(), id, reason, requestId);
  return fault;
}
