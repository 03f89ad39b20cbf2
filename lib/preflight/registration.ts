import { db } from "@/lib/db/database";
import { isOtherCloud } from "@/lib/enrolment/check-registrars";
import { tryStandIn } from "@/lib/enrolment/stand-in";
import type { GraphCall } from "@/lib/graph/client";
import { getMeeting } from "@/lib/graph/online-meetings";
import { getRegistration } from "@/lib/graph/registration";
import { actFor } from "@/lib/organizers/act-for";
import type { Check, Finding } from "./check";
import { graphFinding } from "./graph-finding";
import { type OpenEvent, readOpenEvents } from "./queries";

/**
 * Each open event's meeting, and the registration that its links hang on. Only reads: a GET answers
 * 404 for a registration that is not there and, in a tenant that has lost the API, perhaps too; what
 * 403, 405, 410 and 501 mean is told apart (Microsoft's page on the resources' retirement).
 */
export const registrationCheck: Check<string> = {
  name: "registration",
  async run(personId) {
    const events = await readOpenEvents(db(), personId, new Date());
    if (events.length === 0) return { kind: "note", reason: "no-events" };
    const findings = await Promise.all(events.map((event) => lookAt(personId, event)));
    // Whoever just let the application act is known to have, should this connection break.
    const external = events.find(({ registrar }) => registrar === "external");
    if (external) await tryStandIn(personId, external.graphId);
    return findings;
  },
};

async function lookAt(personId: string, event: OpenEvent): Promise<Finding> {
  const about = { id: event.id, title: event.title };
  if (event.registrar === "external" && isOtherCloud())
    return { kind: "red", reason: "registration-retired", by: "organizer", about };
  try {
    return { ...(await actFor(personId, (call) => ask(call, event))), about };
  } catch (error) {
    const retired: Finding = { kind: "red", reason: "registration-retired", by: "organizer" };
    const finding = graphFinding(error, {
      forbidden: { kind: "red", reason: "registration-forbidden", by: "administrator" },
      gone: retired,
      "not-supported": retired,
    });
    return { ...finding, about };
  }
}

async function ask(call: GraphCall, { graphId, registrar }: OpenEvent): Promise<Finding> {
  if (!(await getMeeting(call, graphId)))
    return { kind: "red", reason: "meeting-gone", by: "organizer" };
  if (registrar === "external" && !(await getRegistration(call, graphId)))
    return { kind: "red", reason: "registration-gone", by: "organizer" };
  return { kind: "green" };
}
