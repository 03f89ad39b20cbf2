import type { Audience, RegistrarName } from "@/lib/db/schema";
import type { GraphCall } from "@/lib/graph/client";

/** The meeting that a registrar works on, secrets opened. */
export interface RegistrarMeeting {
  id: string;
  graphId: string;
  joinUrl: string;
  audience: Audience | null;
  /** Usher made the registration at Microsoft (or was about to when it was last heard of). */
  registrationOurs: boolean;
}

/** Who is to be enrolled. `registrantId` is ours and the same at each retry. */
export interface RegistrarAttendee {
  registrantId: string;
  /** Secret of the personal link that this attendee already has, for a registrar that needs one. */
  personalSecret: string | null;
  /** Set when the audience is `organization`. */
  member: { tid: string; oid: string } | null;
}

/**
 * Why a registrar cannot do what was asked, for good: keys of the catalog `reasons.enrolment`.
 * Trouble that passes by itself is thrown instead (lib/graph's faults, lib/jobs' faults).
 */
export type Refusal =
  | "retired"
  | "forbidden"
  | "meeting-gone"
  | "registration-gone"
  | "conflict"
  | "rejected";

export interface Refused {
  kind: "refused";
  reason: Refusal;
  /** Microsoft's id of the request that it refused. */
  requestId: string | null;
}

/**
 * Microsoft answers so for a while after a meeting was made (graph.md), and a gateway's 400 or 404
 * says nothing for good: asked again a few times before anybody is told.
 */
export function mayPass(reason: Refusal): boolean {
  return reason !== "meeting-gone";
}

export type OpenOutcome =
  | { kind: "open"; ours: boolean }
  | { kind: "other-audience"; audience: Audience }
  | Refused;

export type EnrolOutcome =
  | { kind: "enrolled"; joinLink: string; personalSecret: string | null }
  | Refused;

export type RemoveOutcome = { kind: "done" } | Refused;

/**
 * The way to get join links for a meeting. Every method may be called again after a crash and then
 * ends in the same state. `call` is Microsoft Graph with the organizer's grant; registrars with
 * `needsGraph: false` get null.
 */
export interface Registrar {
  name: RegistrarName;
  needsGraph: boolean;
  /** Makes sign-ups possible at Microsoft; `intend` is awaited right before something is created. */
  open(
    call: GraphCall | null,
    meeting: RegistrarMeeting,
    audience: Audience,
    intend: () => Promise<void>,
  ): Promise<OpenOutcome>;
  /** Ends the registration at Microsoft with every registrant in it. Only for one that is ours. */
  close(call: GraphCall | null, meeting: RegistrarMeeting): Promise<RemoveOutcome>;
  enrol(
    call: GraphCall | null,
    meeting: RegistrarMeeting,
    attendee: RegistrarAttendee,
  ): Promise<EnrolOutcome>;
  /** Removes the registrant; one that is not there counts as removed. */
  withdraw(
    call: GraphCall | null,
    meeting: RegistrarMeeting,
    registrantId: string,
  ): Promise<RemoveOutcome>;
}
