import { isDeepStrictEqual } from "node:util";
import type { GraphCall } from "@/lib/graph/client";
import { GraphFault } from "@/lib/graph/faults";
import {
  cancelWebinarRegistration,
  createWebinarRegistration,
  findWebinarRegistrations,
  getRegistrationLink,
  getWebinar,
  getWebinarTerms,
  registerForWebinar,
  type Webinar,
  type WebinarAnswer,
  type WebinarAttendee,
  type WebinarRegistration,
} from "@/lib/graph/webinars";
import { RetryLater } from "@/lib/jobs/faults";
import { actFor, ConnectionBroken } from "@/lib/organizers/act-for";
import { windowsZone } from "@/lib/time/windows-zones";
import { WEBINAR_WRITES } from "./lane";
import type {
  CheckOutcome,
  EnrolOutcome,
  LookUpOutcome,
  OpenOutcome,
  Refusal,
  Refused,
  Registrar,
  RegistrarAttendee,
  RegistrarMeeting,
  RemoveOutcome,
} from "./registrar";
import { answersThere, unansweredThere } from "./webinar-questions";
import { isFull, keepTerms } from "./webinar-terms";

const LOCALES: Record<string, string> = { en: "en-us", fr: "fr-fr", de: "de-de", es: "es-es" };

/** Beta refused what v1.0 may take: not asked again in this process for a while. */
let betaRefusedUntil = 0;
const ONE_HOUR_MS = 3_600_000;

/** Registrar `webinar`: Graph v1.0's virtual events, with the application's own token. */
export const webinarRegistrar: Registrar = {
  name: "webinar",
  actsWith: "application",
  capabilities: {
    ownMail: true,
    ownPlaces: true,
    linkByPerson: true,
    looksUp: true,
    takesAnswers: true,
    asAttendee: true,
    pace: WEBINAR_WRITES,
  },

  /** Nothing is made: the organizer published the webinar in Teams, or has to. */
  async open(call, meeting, audience): Promise<OpenOutcome> {
    const webinar = await publishedWebinar(required(call), meeting);
    if ("reason" in webinar) return webinar;
    // Whoever is not of the organization would be turned away there.
    if (webinar.audience === "organization" && audience === "everyone")
      return { kind: "other-audience", audience: webinar.audience };
    return { kind: "open", ours: false };
  },

  async check(call, meeting): Promise<CheckOutcome> {
    const webinar = await publishedWebinar(required(call), meeting);
    return "reason" in webinar ? webinar : { kind: "clear" };
  },

  /** The webinar is the organizer's; its registrations are cancelled one by one. */
  async close() {
    return { kind: "done" };
  },

  async enrol(call, meeting, attendee) {
    const graph = required(call);
    try {
      // An answer that was lost: the record may be there, or appear in a moment.
      if (attendee.triedBefore) {
        const found = await lookUp(graph, meeting, attendee);
        if (found.kind === "enrolled" || found.kind === "held") return found;
      }
      const own = await attendee.takeOwnCall();
      if (own) return await postAsAttendee(own, graph, meeting, attendee);
      const refused = await post(graph, meeting, attendee);
      if (refused) return refused;
      const found = await lookUp(graph, meeting, attendee).catch(unlessThrottled);
      return found.kind === "enrolled" || found.kind === "held" ? found : { kind: "accepted" };
    } catch (error) {
      if (!(error instanceof GraphFault && error.kind === "conflict")) return refusal(error);
      // The address is registered: by an answer of ours that was lost, or by somebody else.
      const found = await lookUp(graph, meeting, attendee).catch(unlessThrottled);
      return found.kind === "enrolled" || found.kind === "held" ? found : refusal(error);
    }
  },

  async lookUp(call, meeting, attendee) {
    try {
      return await lookUp(required(call), meeting, attendee);
    } catch (error) {
      return refusal(error);
    }
  },

  async withdraw(call, meeting, attendee) {
    const graph = required(call);
    try {
      const live = await liveOnes(graph, meeting, attendee);
      const id = live[0]?.id;
      if (id) {
        const ended = await cancel(graph, meeting, attendee, id);
        if (ended.kind === "refused") return ended;
      } else if (attendee.mayAppear)
        throw new RetryLater("What Microsoft took doesn't show yet.", { afterSeconds: 20 });
      // Two posts, of which the first one's answer was lost: another call is another turn.
      if (live.length > 1) throw new RetryLater("There is another record.", { afterSeconds: 0 });
      return { kind: "done" };
    } catch (error) {
      // The webinar is gone, and its registrations with it.
      if (error instanceof GraphFault && error.kind === "not-found") return { kind: "done" };
      return refusal(error);
    }
  },
};

function required(call: GraphCall | null): GraphCall {
  if (!call) throw new Error("The webinar registrar needs the application's token.");
  return call;
}

async function publishedWebinar(
  call: GraphCall,
  meeting: RegistrarMeeting,
): Promise<Webinar | Refused> {
  try {
    const webinar = await getWebinar(call, meeting.graphId);
    if (!webinar || webinar.status === "canceled") return refused("meeting-gone", null);
    return webinar.status === "draft" ? refused("webinar-draft", null) : webinar;
  } catch (error) {
    return refusal(error);
  }
}

/**
 * As the attendee, with the token that they gave: Microsoft tells the record at once. What it refuses
 * goes the application's way, so nobody is turned away; another call is another turn. Where no answer
 * came it may have been done, under an address that may not be the one that they typed: it is looked
 * for as what was taken is, and sent anew only when it doesn't show.
 */
async function postAsAttendee(
  own: GraphCall,
  graph: GraphCall,
  meeting: RegistrarMeeting,
  attendee: RegistrarAttendee,
): Promise<EnrolOutcome> {
  try {
    const body = bodyOf(attendee, answersThere(meeting.terms?.questions ?? [], attendee.answered));
    const record = await betaFirst((version) =>
      registerForWebinar(own, meeting.graphId, body, version),
    );
    const found = await outcomeOf(graph, meeting, record).catch(unlessThrottled);
    return found.kind === "enrolled" || found.kind === "held" ? found : { kind: "accepted" };
  } catch (error) {
    if (!(error instanceof GraphFault)) throw error;
    if (isUnclear(error)) return { kind: "accepted" };
    if (error.retry) throw error;
    throw new RetryLater(`Microsoft refuses the attendee themselves: ${error.kind}.`, {
      afterSeconds: 0,
    });
  }
}

/** No answer, or a gateway's that says nothing of what became of it. */
function isUnclear({ kind, retryAfter }: GraphFault): boolean {
  return kind === "no-answer" || (kind === "unavailable" && retryAfter === null);
}

async function cancel(
  graph: GraphCall,
  meeting: RegistrarMeeting,
  { triedAsAttendee }: RegistrarAttendee,
  id: string,
): Promise<RemoveOutcome> {
  try {
    await cancelWebinarRegistration(graph, meeting.graphId, id);
    return { kind: "done" };
  } catch (error) {
    const isTheirs =
      triedAsAttendee &&
      error instanceof GraphFault &&
      error.kind === "forbidden" &&
      !error.noAccessPolicy;
    if (!isTheirs) throw error;
    return refused("theirs-to-end", error.requestId);
  }
}

/**
 * Null where Microsoft took it. Questions may have changed since they were read last: then they are
 * read anew, and sent once more.
 */
async function post(
  call: GraphCall,
  meeting: RegistrarMeeting,
  attendee: RegistrarAttendee,
): Promise<Refused | null> {
  const questions = meeting.terms?.questions ?? [];
  const answers = answersThere(questions, attendee.answered);
  try {
    await betaFirst((version) =>
      createWebinarRegistration(call, meeting.graphId, bodyOf(attendee, answers), version),
    );
    return null;
  } catch (error) {
    if (!(error instanceof GraphFault && error.kind === "bad-request")) throw error;
    const terms = await reading(call, meeting, (graph) =>
      getWebinarTerms(graph, meeting.graphId),
    ).catch(nullWhenNotTold);
    if (terms) await keepTerms(meeting.id, terms);
    const asked = terms?.questions ?? questions;
    // Another call is another turn.
    if (!isDeepStrictEqual(answersThere(asked, attendee.answered), answers))
      throw new RetryLater("The webinar asks otherwise by now.", { afterSeconds: 0 });
    if (unansweredThere(asked, answers).length > 0)
      return refused("unanswered-there", error.requestId);
    if (terms && (await isFull(meeting.id, terms))) return refused("full-there", error.requestId);
    throw error;
  }
}

function bodyOf(
  attendee: RegistrarAttendee,
  registrationQuestionAnswers: WebinarAnswer[],
): WebinarAttendee {
  const { firstName, lastName, email, registrantId } = attendee;
  return {
    firstName,
    lastName,
    email,
    preferredTimezone: windowsZone(attendee.zone) ?? "UTC",
    preferredLanguage: LOCALES[attendee.locale] ?? "en-us",
    registrationId: registrantId,
    registrationQuestionAnswers,
  };
}

/** Beta, which alone takes an id of ours; where it is gone, v1.0. */
async function betaFirst<T>(send: (version: "beta" | "v1.0") => Promise<T>): Promise<T> {
  const isBeta = Date.now() > betaRefusedUntil;
  try {
    return await send(isBeta ? "beta" : "v1.0");
  } catch (error) {
    const isOfBeta =
      error instanceof GraphFault && (error.kind === "not-supported" || error.kind === "gone");
    if (!isBeta || !isOfBeta) throw error;
    // Another call is another turn.
    betaRefusedUntil = Date.now() + ONE_HOUR_MS;
    throw new RetryLater("Beta takes no webinar registrations.", { afterSeconds: 0 });
  }
}

/** It was taken: what looking at once came to is no fault of that. */
function unlessThrottled(error: unknown): LookUpOutcome {
  if (error instanceof GraphFault) return { kind: "absent" };
  throw error;
}

async function lookUp(
  call: GraphCall,
  meeting: RegistrarMeeting,
  attendee: RegistrarAttendee,
): Promise<LookUpOutcome> {
  const found = await findOurs(call, meeting, attendee);
  return found ? outcomeOf(call, meeting, found) : { kind: "absent" };
}

/** What the record that was found, or told, comes to. */
async function outcomeOf(
  call: GraphCall,
  meeting: RegistrarMeeting,
  found: WebinarRegistration,
): Promise<LookUpOutcome> {
  switch (found.status) {
    case "registered": {
      const joinLink = await linkOf(call, meeting, found.id);
      if (joinLink === null && !(await isMailed(call, meeting))) return refused("no-way-in", null);
      return { kind: "enrolled", joinLink, personalSecret: null, remoteId: found.id };
    }
    case "waitlisted":
    case "pendingApproval":
      return { kind: "held", as: found.status, remoteId: found.id };
    case "rejectedByOrganizer":
      return refused("declined-there", null);
    case "canceled":
      return refused("ended-there", null);
  }
}

/**
 * Our record: by the id that we gave it, else by its address where none was given. An ended one
 * counts only when it is ours for certain, for a person may be registered again.
 */
async function findOurs(
  call: GraphCall,
  meeting: RegistrarMeeting,
  attendee: RegistrarAttendee,
): Promise<WebinarRegistration | null> {
  const { registrantId, remoteId } = attendee;
  const all = await theirs(call, meeting, attendee);
  const ours = (each: WebinarRegistration) =>
    each.id === remoteId || each.registrationId === registrantId;
  const live = all.filter(({ status }) => status !== "canceled");
  return (
    live.find(ours) ??
    live.find(({ registrationId }) => registrationId === null) ??
    all.find(ours) ??
    null
  );
}

/** What a withdrawal has to end. */
async function liveOnes(
  call: GraphCall,
  meeting: RegistrarMeeting,
  attendee: RegistrarAttendee,
): Promise<WebinarRegistration[]> {
  const { registrantId, remoteId } = attendee;
  const all = await theirs(call, meeting, attendee);
  const live = all.filter(({ status }) => status !== "canceled");
  const ours = live.filter((each) => each.id === remoteId || each.registrationId === registrantId);
  if (ours.length > 0 || all.some(({ registrationId }) => registrationId === registrantId))
    return ours;
  return live.filter(({ registrationId }) => registrationId === null);
}

/** All that may be this attendee's: of their address, and of their account once they tried that way. */
async function theirs(
  call: GraphCall,
  meeting: RegistrarMeeting,
  { email, member, triedAsAttendee }: RegistrarAttendee,
): Promise<WebinarRegistration[]> {
  const find = (by: "email" | "userId", value: string) =>
    reading(call, meeting, (graph) => findWebinarRegistrations(graph, meeting.graphId, by, value));
  const found = await find("email", email);
  if (!member || !triedAsAttendee) return found;
  const known = new Set(found.map(({ id }) => id));
  const more = await find("userId", member.oid);
  return [...found, ...more.filter(({ id }) => !known.has(id))];
}

/** Null where neither token may read it: Teams' own mail tells it then. */
async function linkOf(
  call: GraphCall,
  meeting: RegistrarMeeting,
  registrationId: string,
): Promise<string | null> {
  try {
    return await reading(call, meeting, (graph) =>
      getRegistrationLink(graph, meeting.graphId, registrationId),
    );
  } catch (error) {
    return nullWhenNotTold(error);
  }
}

function nullWhenNotTold(error: unknown): null {
  if (error instanceof GraphFault && NOT_TOLD.includes(error.kind)) return null;
  throw error;
}

/** Does Teams mail the webinar's attendees? Nobody is told so who waits for a mail that never comes. */
async function isMailed(call: GraphCall, meeting: RegistrarMeeting): Promise<boolean> {
  const webinar = await reading(call, meeting, (graph) => getWebinar(graph, meeting.graphId));
  return webinar?.mailsAttendees ?? false;
}

const NOT_TOLD = ["forbidden", "not-found", "not-supported", "bad-request", "gone"];

/**
 * Reads with the application's token, else with the organizer's grant: the pages of Microsoft's
 * reference name different permissions for the same call, so it is tried. What says why is the
 * application's refusal.
 */
async function reading<T>(
  call: GraphCall,
  meeting: RegistrarMeeting,
  work: (call: GraphCall) => Promise<T>,
): Promise<T> {
  try {
    return await work(call);
  } catch (error) {
    if (!(error instanceof GraphFault && error.kind === "forbidden")) throw error;
    return actFor(meeting.organizerId, work).catch((other: unknown) => {
      const isNoHelp =
        other instanceof ConnectionBroken ||
        (other instanceof GraphFault && ["forbidden", "unauthorized"].includes(other.kind));
      throw isNoHelp ? error : other;
    });
  }
}

function refused(reason: Refusal, requestId: string | null): Refused {
  return { kind: "refused", reason, requestId };
}

/** What a 403 to the application means. */
export function whyForbidden(fault: GraphFault): "no-policy" | "no-consent" | "forbidden" {
  if (fault.noAccessPolicy) return "no-policy";
  return fault.noConsent ? "no-consent" : "forbidden";
}

/** Turns a fault that no retry mends into a refusal; throws every other on. */
function refusal(error: unknown): Refused {
  if (!(error instanceof GraphFault)) throw error;
  switch (error.kind) {
    case "not-found":
      return refused("meeting-gone", error.requestId);
    case "forbidden":
      return refused(whyForbidden(error), error.requestId);
    case "gone":
    case "not-supported":
      return refused("retired", error.requestId);
    case "conflict":
      return refused("conflict", error.requestId);
    case "bad-request":
      return refused("rejected", error.requestId);
    default:
      throw error;
  }
}
