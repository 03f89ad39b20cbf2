import type { Audience, RegistrarName } from "@/lib/db/schema";
import type { GraphCall } from "@/lib/graph/client";
import type { WebinarTerms } from "@/lib/graph/webinars";
import type { Budget } from "@/lib/jobs/turns";
import type { AnsweredQuestion } from "./webinar-questions";

/** The meeting that a registrar works on, secrets opened. */
export interface RegistrarMeeting {
  id: string;
  graphId: string;
  joinUrl: string;
  audience: Audience | null;
  /** Usher made the registration at Microsoft (or was about to when it was last heard of). */
  registrationOurs: boolean;
  /** Whose it is, for a registrar that reads with their grant what the application may not. */
  organizerId: string;
  /** What a webinar asks and takes, as it was read last. */
  terms: WebinarTerms | null;
}

/** Who is to be enrolled. `registrantId` is ours and the same at each retry. */
export interface RegistrarAttendee {
  registrantId: string;
  firstName: string;
  lastName: string;
  email: string;
  /** Language (`en`) and IANA zone of the sign-up. */
  locale: string;
  zone: string;
  /** A call that may have made the registrant was begun before this one. */
  triedBefore: boolean;
  /** It was taken so lately that it may show only later. */
  mayAppear: boolean;
  /** Microsoft's own id of the record, once it was found. */
  remoteId: string | null;
  /** Secret of the personal link that this attendee already has, for a registrar that needs one. */
  personalSecret: string | null;
  /** What they answered, for a registrar that passes answers on; else nothing. */
  answered: AnsweredQuestion[];
  /** Set when the audience is `organization`. */
  member: { tid: string; oid: string } | null;
  /**
   * Microsoft Graph as the attendee, where they let Usher; else null. Given once, so it is asked for
   * right before the one call that it is for.
   */
  takeOwnCall: () => Promise<GraphCall | null>;
  /** Such a call was begun: what it made stands under their account, whatever address they typed. */
  triedAsAttendee: boolean;
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
  | "rejected"
  /** The webinar is not published: what is registered there is lost. */
  | "webinar-draft"
  /** No Teams application access policy covers the organizer. */
  | "no-policy"
  /** Nobody has consented, in the organizer's tenant, to what Usher does there by itself. */
  | "no-consent"
  /** The organizer declined or ended it at Microsoft. */
  | "declined-there"
  | "ended-there"
  /** The webinar requires an answer that this sign-up doesn't have. */
  | "unanswered-there"
  /** The webinar is full, and has no waitlist. */
  | "full-there"
  /** Microsoft took it time and again, and shows nothing of it. */
  | "not-shown"
  /** Its link may not be read, and Teams mails nobody. */
  | "no-way-in"
  /** A person registered themselves, and Microsoft lets nobody but them, or its organizer, end it. */
  | "theirs-to-end";

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
  return !FINAL.includes(reason);
}

/** What is missing is looked for by a job of its own (recheck.ts). */
const FINAL: readonly Refusal[] = [
  "meeting-gone",
  "declined-there",
  "ended-there",
  "unanswered-there",
  "full-there",
  "no-policy",
  "no-consent",
  "not-shown",
  "no-way-in",
  "theirs-to-end",
];

/**
 * Refusals that others may take away, at Microsoft and without a word to Usher: an administrator, the
 * organizer in Teams, Microsoft itself. Usher looks again by itself (recheck.ts), and a button does.
 */
export const MENDED_ELSEWHERE = [
  "no-policy",
  "no-consent",
  "webinar-draft",
  "forbidden",
  "retired",
  "no-way-in",
] as const satisfies readonly Refusal[];

export function isMendedElsewhere(reason: Refusal): boolean {
  return (MENDED_ELSEWHERE as readonly Refusal[]).includes(reason);
}

export type OpenOutcome =
  | { kind: "open"; ours: boolean }
  | { kind: "other-audience"; audience: Audience }
  | Refused;

export type LookUpOutcome =
  /** `joinLink` null: Microsoft's own mail tells it, and nobody else. */
  | {
      kind: "enrolled";
      joinLink: string | null;
      personalSecret: string | null;
      remoteId: string | null;
    }
  /** Microsoft has it, and has not decided: a line or an approval of its own. */
  | { kind: "held"; as: "waitlisted" | "pendingApproval"; remoteId: string }
  /** Microsoft shows nothing of it, yet or any more. */
  | { kind: "absent" }
  | Refused;

export type EnrolOutcome =
  | Exclude<LookUpOutcome, { kind: "absent" }>
  /** Microsoft took it and says neither id nor link: `lookUp` finds them. */
  | { kind: "accepted" };

/** Nothing that can be seen stands in the way; a sign-up may be refused all the same. */
export type CheckOutcome = { kind: "clear" } | Refused;

export type RemoveOutcome = { kind: "done" } | Refused;

/** What a way gives, for whoever explains it. */
export interface Capabilities {
  /** Microsoft mails attendees itself. */
  ownMail: boolean;
  /** Microsoft has a capacity, a line and an approval of its own for it. */
  ownPlaces: boolean;
  /** A link is one person's; else it is the meeting's for everybody, behind whatever stands before. */
  linkByPerson: boolean;
  /** It can be asked later what became of an enrolment, and has to be. */
  looksUp: boolean;
  /** Microsoft asks questions of its own, and takes what people answered here. */
  takesAnswers: boolean;
  /** A member of the organization may register themselves, with a permission of their own. */
  asAttendee: boolean;
  /** A documented limit of its writes, over everything that this Usher does by it. */
  pace: Budget | null;
}

/**
 * Whose token makes its calls. `either`: the organizer's; while their connection is broken the
 * application's, where that was found to do.
 */
export type ActsWith = "organizer" | "either" | "application" | "nothing";

/**
 * The way to get join links for a meeting. Every method may be called again after a crash and then
 * ends in the same state. `call` is Microsoft Graph as `actsWith` says; null for `nothing`.
 */
export interface Registrar {
  name: RegistrarName;
  actsWith: ActsWith;
  capabilities: Capabilities;
  /** Makes sign-ups possible at Microsoft; `intend` is awaited right before something is created. */
  open(
    call: GraphCall | null,
    meeting: RegistrarMeeting,
    audience: Audience,
    intend: () => Promise<void>,
  ): Promise<OpenOutcome>;
  /** Looks whether enrolling could work now. Makes nothing, so it may be asked as often as one likes. */
  check(call: GraphCall | null, meeting: RegistrarMeeting): Promise<CheckOutcome>;
  /** Ends the registration at Microsoft with every registrant in it. Only for one that is ours. */
  close(call: GraphCall | null, meeting: RegistrarMeeting): Promise<RemoveOutcome>;
  enrol(
    call: GraphCall | null,
    meeting: RegistrarMeeting,
    attendee: RegistrarAttendee,
  ): Promise<EnrolOutcome>;
  /** What became of an enrolment that Microsoft took. */
  lookUp(
    call: GraphCall | null,
    meeting: RegistrarMeeting,
    attendee: RegistrarAttendee,
  ): Promise<LookUpOutcome>;
  /** Removes the registrant; one that is not there counts as removed. */
  withdraw(
    call: GraphCall | null,
    meeting: RegistrarMeeting,
    attendee: RegistrarAttendee,
  ): Promise<RemoveOutcome>;
}
