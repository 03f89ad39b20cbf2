import { db } from "@/lib/db/database";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { getMeeting } from "@/lib/graph/online-meetings";
import { getRegistration } from "@/lib/graph/registration";
import { TokenFault } from "@/lib/graph/token-fault";
import { actAsApplication } from "@/lib/organizers/act-as-application";
import { type ConnectionBroken, OperatorTrouble } from "@/lib/organizers/act-for";

/**
 * The application's token in an organizer's stead, at `/users/{oid}/onlineMeetings/…` under an
 * application access policy. Microsoft's reference says both that external registration has no
 * application permission and that a policy allows it, so it is tried where nothing hangs on it, used
 * while the organizer's own connection is broken, and given up at the first refusal.
 */
const ROLE = "OnlineMeetings.ReadWrite.All";

/**
 * Tries, with a meeting of theirs and making nothing, whether the application may act for this
 * organizer, and keeps what came of it. What got no answer now changes nothing.
 */
export async function tryStandIn(organizerId: string, graphId: string): Promise<void> {
  try {
    const isSeen = await asApplication(organizerId, async (call) => {
      if (!(await getMeeting(call, graphId))) return false;
      await getRegistration(call, graphId);
      return true;
    });
    await keep(organizerId, isSeen);
  } catch (error) {
    if (isRefused(error)) return keep(organizerId, false);
    const isLater =
      error instanceof GraphFault ||
      error instanceof TokenFault ||
      error instanceof OperatorTrouble;
    if (!isLater) throw error;
  }
}

/**
 * Does the organizer's work with the application's token, where that was found to do. Throws
 * `broken` where it wasn't, and where Microsoft refuses it now: that is waiting for them, as ever.
 */
export async function standIn<T>(
  organizerId: string,
  broken: ConnectionBroken,
  work: (call: GraphCall) => Promise<T>,
): Promise<T> {
  const connection = await db()
    .selectFrom("connections")
    .select("application_acts as acts")
    .where("person_id", "=", organizerId)
    .executeTakeFirst();
  if (!connection?.acts) throw broken;
  try {
    const outcome = await asApplication(organizerId, work);
    if (!isRefusal(outcome)) return outcome;
  } catch (error) {
    if (!isRefused(error)) throw error;
  }
  await keep(organizerId, false);
  throw broken;
}

async function asApplication<T>(
  organizerId: string,
  work: (call: GraphCall) => Promise<T>,
): Promise<T> {
  const { tid, oid } = await db()
    .selectFrom("persons")
    .select(["tid", "oid"])
    .where("id", "=", organizerId)
    .executeTakeFirstOrThrow();
  return actAsApplication(tid, work, ROLE, oid);
}

/** A registrar's own refusal is an outcome. Whoever may not look can't say that something is gone. */
function isRefusal(outcome: unknown): boolean {
  return (
    typeof outcome === "object" &&
    outcome !== null &&
    "kind" in outcome &&
    outcome.kind === "refused"
  );
}

const PASSING = ["throttled", "unavailable", "no-answer"];

function isRefused(error: unknown): boolean {
  return error instanceof GraphFault && !PASSING.includes(error.kind);
}

async function keep(organizerId: string, acts: boolean): Promise<void> {
  await db()
    .updateTable("connections")
    .set({ application_acts: acts })
    .where("person_id", "=", organizerId)
    .where("application_acts", "!=", acts)
    .execute();
}
