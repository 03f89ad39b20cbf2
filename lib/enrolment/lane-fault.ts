import type { Tx } from "@/lib/db/database";
import { GraphFault } from "@/lib/graph/faults";
import { PauseLane, RetryLater } from "@/lib/jobs/faults";
import { log } from "@/lib/log";
import { ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";
import { SealError } from "@/lib/seal";

/** An operator's trouble is looked at again this often. */
const OPERATOR_PAUSE_MS = 5 * 60_000;
/** A 429 that names no time. The reference knows none either; thirty seconds is Graph's window. */
const UNNAMED_PAUSE_MS = 30_000;

/**
 * What a failed call to Microsoft means for the organizer's lane: pause it until somebody
 * reconnects, until Retry-After, or try this one again. `reason` is a key of the catalog
 * `reasons.enrolment`, null for an error of our own.
 */
export function laneFault(
  error: unknown,
  organizerId: string,
): {
  fault: unknown;
  reason: string | null;
  requestId: string | null;
} {
  if (error instanceof ConnectionBroken) {
    const fault = new PauseLane(error.message, {
      until: "resumed",
      reason: `connection:${error.reason}`,
      still: (tx) => isBroken(tx, organizerId),
    });
    return { fault, reason: "connection", requestId: null };
  }
  if (error instanceof OperatorTrouble) {
    const until = new Date(Date.now() + OPERATOR_PAUSE_MS);
    const fault = new PauseLane(error.message, { until, reason: "operator" });
    return { fault, reason: "operator", requestId: null };
  }
  if (error instanceof SealError) {
    log.error({ err: error }, "a secret can't be opened: is a key missing in TOKEN_KEYS?");
    return { fault: error, reason: "operator", requestId: null };
  }
  if (!(error instanceof GraphFault)) return { fault: error, reason: null, requestId: null };
  const { kind, status, requestId, retryAfter } = error;
  log.warn({ kind, status, graphRequestId: requestId }, "Graph failed");
  if (retryAfter || kind === "throttled") {
    const until = retryAfter ?? new Date(Date.now() + UNNAMED_PAUSE_MS);
    const tooFast = kind === "throttled";
    const fault = new PauseLane(error.message, { until, reason: "throttled", tooFast });
    return { fault, reason: "throttled", requestId };
  }
  return { fault: new RetryLater(error.message, { cause: error }), reason: kind, requestId };
}

/** Somebody may have reconnected while the job ran, and would not resume the lane a second time. */
async function isBroken(tx: Tx, organizerId: string): Promise<boolean> {
  const connection = await tx
    .selectFrom("connections")
    .select("state")
    .where("person_id", "=", organizerId)
    .forNoKeyUpdate()
    .executeTakeFirst();
  return connection?.state !== "working";
}
