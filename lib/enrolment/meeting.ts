import type { WebinarTerms } from "@/lib/graph/webinars";
import { open } from "@/lib/seal";
import type { RegistrarMeeting } from "./registrar";

/** AAD of a meeting's own join link: a sealed value moved to another row does not open. */
export function meetingSecret(meetingId: string): string {
  return `meeting:${meetingId}`;
}

/** AAD of an enrolment's join link. */
export function joinLinkSecret(enrolmentId: string): string {
  return `join-link:${enrolmentId}`;
}

/** AAD of a registration's personal link. */
export function personalSecretOf(registrationId: string): string {
  return `personal:${registrationId}`;
}

/** What `registrarMeeting` reads of `meetings`. */
export const REGISTRAR_MEETING = [
  "id as meetingId",
  "person_id as actsAs",
  "graph_id as graphId",
  "join_url_sealed as joinUrlSealed",
  "audience as meetingAudience",
  "registration_ours as registrationOurs",
  "webinar_terms as webinarTerms",
] as const;

/** A meeting's row as a registrar wants it. */
export function registrarMeeting(row: {
  meetingId: string;
  graphId: string;
  joinUrlSealed: string;
  meetingAudience: "everyone" | "organization" | null;
  registrationOurs: boolean;
  actsAs: string;
  webinarTerms?: WebinarTerms | null;
}): RegistrarMeeting {
  return {
    id: row.meetingId,
    graphId: row.graphId,
    joinUrl: open(row.joinUrlSealed, meetingSecret(row.meetingId)),
    audience: row.meetingAudience,
    registrationOurs: row.registrationOurs,
    organizerId: row.actsAs,
    terms: row.webinarTerms ?? null,
  };
}
