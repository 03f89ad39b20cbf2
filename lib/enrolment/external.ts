import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import { getMeeting } from "@/lib/graph/online-meetings";
import {
  createRegistrant,
  createRegistration,
  deleteRegistrant,
  deleteRegistration,
  getRegistration,
} from "@/lib/graph/registration";
import { log } from "@/lib/log";
import type {
  EnrolOutcome,
  OpenOutcome,
  Refusal,
  Refused,
  Registrar,
  RegistrarAttendee,
  RegistrarMeeting,
} from "./registrar";

/** Registrar `external`: Graph's beta externalMeetingRegistration and -Registrant. */
export const externalRegistrar: Registrar = {
  name: "external",
  actsWith: "either",
  capabilities: {
    ownMail: false,
    ownPlaces: false,
    linkByPerson: true,
    looksUp: false,
    takesAnswers: false,
    asAttendee: false,
    pace: null,
  },

  async open(call, meeting, audience, intend): Promise<OpenOutcome> {
    const graph = required(call);
    try {
      const existing = await getRegistration(graph, meeting.graphId);
      if (existing && existing.audience !== audience)
        return { kind: "other-audience", audience: existing.audience };
      if (existing) return { kind: "open", ours: meeting.registrationOurs };
      await intend();
      await createRegistration(graph, meeting.graphId, audience);
      return { kind: "open", ours: true };
    } catch (error) {
      return refusal(error, async () =>
        (await getMeeting(graph, meeting.graphId)) ? "retired" : "meeting-gone",
      );
    }
  },

  async check(call, meeting) {
    const graph = required(call);
    try {
      if (await getRegistration(graph, meeting.graphId)) return { kind: "clear" };
      const reason = (await getMeeting(graph, meeting.graphId))
        ? "registration-gone"
        : "meeting-gone";
      return { kind: "refused", reason, requestId: null };
    } catch (error) {
      return refusal(error, async () => "meeting-gone");
    }
  },

  async close(call, meeting) {
    try {
      await deleteRegistration(required(call), meeting.graphId);
      return { kind: "done" };
    } catch (error) {
      return refusal(error, async () => "meeting-gone");
    }
  },

  async enrol(call, meeting, attendee): Promise<EnrolOutcome> {
    const graph = required(call);
    try {
      const joinLink = await postRegistrant(graph, meeting, attendee);
      return { kind: "enrolled", joinLink, personalSecret: null, remoteId: null };
    } catch (error) {
      return refusal(error, () => whyNotFound(graph, meeting));
    }
  },

  // The list shows no join link: only making a registrant anew tells one.
  async lookUp() {
    return { kind: "absent" };
  },

  async withdraw(call, meeting, { registrantId }) {
    try {
      await deleteRegistrant(required(call), meeting.graphId, registrantId);
      return { kind: "done" };
    } catch (error) {
      return refusal(error, async () => "meeting-gone");
    }
  },
};

function required(call: GraphCall | null): GraphCall {
  if (!call) throw new Error("The external registrar needs the organizer's connection.");
  return call;
}

/**
 * Only the create call ever tells the join link, so a registrant that is already there (409, or an
 * answer that cannot be used) is deleted and posted again under the same id.
 */
async function postRegistrant(
  call: GraphCall,
  meeting: RegistrarMeeting,
  { registrantId, member }: RegistrarAttendee,
): Promise<string> {
  const body = member
    ? { id: registrantId, tenantId: member.tid, userId: member.oid }
    : { id: registrantId };
  try {
    const { joinWebUrl } = await createRegistrant(call, meeting.graphId, body);
    if (belongsTo(joinWebUrl, registrantId)) return joinWebUrl;
    log.warn("a join link named another registrant; asking again");
  } catch (error) {
    if (!(error instanceof GraphFault && error.kind === "conflict")) throw error;
  }
  await deleteRegistrant(call, meeting.graphId, registrantId);
  const { joinWebUrl } = await createRegistrant(call, meeting.graphId, body);
  if (belongsTo(joinWebUrl, registrantId)) return joinWebUrl;
  throw new GraphFault({
    kind: "no-answer",
    message: "Graph answered twice with a join link that names another registrant.",
  });
}

/**
 * The answer's `id` is not to be trusted (graph.md), but a link whose context names a registrant
 * (`prid`) that is not ours is somebody else's way in. A link that names nobody is taken as it is.
 */
export function belongsTo(joinWebUrl: string, registrantId: string): boolean {
  const context = URL.parse(joinWebUrl)?.searchParams.get("context");
  const prid = /"prid"\s*:\s*"([^"]*)"/i.exec(context ?? "")?.[1];
  return prid === undefined || prid.toLowerCase() === registrantId.toLowerCase();
}

/** A 404 on a registrant is one of three (graph.md): look at the meeting, then the registration. */
async function whyNotFound(call: GraphCall, meeting: RegistrarMeeting): Promise<Refusal> {
  if (!(await getMeeting(call, meeting.graphId))) return "meeting-gone";
  return (await getRegistration(call, meeting.graphId)) ? "retired" : "registration-gone";
}

/**
 * Turns a fault that no retry mends into a refusal; throws every other on. Looking for the cause of
 * a 404 may be refused as well: then that refusal is the answer.
 */
async function refusal(error: unknown, notFound: () => Promise<Refusal>): Promise<Refused> {
  if (!(error instanceof GraphFault)) throw error;
  const refused = (reason: Refusal): Refused => ({
    kind: "refused",
    reason,
    requestId: error.requestId,
  });
  switch (error.kind) {
    case "not-found":
      try {
        return refused(await notFound());
      } catch (other) {
        return refusal(other, async () => "meeting-gone");
      }
    case "gone":
    case "not-supported":
      return refused("retired");
    case "forbidden":
      return refused("forbidden");
    case "conflict":
      return refused("conflict");
    case "bad-request":
      return refused("rejected");
    default:
      throw error;
  }
}
