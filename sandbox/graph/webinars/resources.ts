import type { Webinar, WebinarQuestion, WebinarRegistration } from "../../model.ts";
import { findPerson, findTenant } from "../../people.ts";
import { ianaName, wallClock } from "../zones.ts";

export function toWebinar(webinar: Webinar) {
  const iana = ianaName(webinar.zone) ?? "UTC";
  const at = (moment: string) => ({
    dateTime: `${wallClock(new Date(moment), iana)}.0000000`,
    timeZone: webinar.zone,
  });
  return {
    id: webinar.id,
    status: webinar.status,
    displayName: webinar.displayName,
    description: { contentType: "html", content: webinar.description },
    startDateTime: at(webinar.start),
    endDateTime: at(webinar.end),
    audience: webinar.audience,
    createdBy: {
      application: null,
      device: null,
      user: {
        "@odata.type": "#microsoft.graph.communicationsUserIdentity",
        ...identity(webinar.organizer),
      },
    },
    coOrganizers: webinar.coOrganizers.map(identity),
    settings: {
      isAttendeeEmailNotificationEnabled: webinar.isAttendeeEmailNotificationEnabled,
    },
  };
}

function identity(oid: string) {
  const person = findPerson(oid);
  return { id: oid, displayName: person?.name ?? null, tenantId: person?.tid ?? null };
}

export function toConfiguration(webinar: Webinar) {
  const domain = findTenant(webinar.tid)?.domain ?? "";
  return {
    id: null,
    registrationWebUrl: `https://events.teams.microsoft.com/event/${webinar.id}?of=${domain}`,
    capacity: webinar.capacity,
    isWaitlistEnabled: webinar.isWaitlistEnabled,
    isManualApprovalEnabled: webinar.isManualApprovalEnabled,
  };
}

export function toQuestion({ kind, choices, label, ...question }: WebinarQuestion) {
  return label === null
    ? {
        "@odata.type": "#microsoft.graph.virtualEventRegistrationCustomQuestion",
        ...question,
        answerInputType: kind,
        answerChoices: choices,
      }
    : {
        "@odata.type": "#microsoft.graph.virtualEventRegistrationPredefinedQuestion",
        ...question,
        label,
      };
}

/** Its times are in UTC and don't say so, as in the reference's examples. */
export function toRegistration(
  webinar: Webinar,
  registration: WebinarRegistration,
  version: string,
) {
  return {
    "@odata.type": "#microsoft.graph.virtualEventRegistration",
    id: registration.id,
    userId: registration.userId,
    firstName: registration.firstName,
    lastName: registration.lastName,
    email: registration.email,
    status: registration.status,
    registrationDateTime: registration.registeredAt.slice(0, 19),
    cancelationDateTime: registration.canceledAt?.slice(0, 19) ?? null,
    preferredTimezone: registration.preferredTimezone,
    preferredLanguage: registration.preferredLanguage,
    registrationQuestionAnswers: registration.answers.map((answer) => ({
      ...answer,
      displayName:
        webinar.questions.find(({ id }) => id === answer.questionId)?.displayName ?? null,
    })),
    ...(version === "beta" && { externalRegistrationInformation: registration.external }),
  };
}

/** A summary: most of a session is null. */
export function toSession(webinar: Webinar, joinWebUrl: string | null) {
  return {
    "@odata.type": "#microsoft.graph.virtualEventSession",
    id: webinar.sessionId,
    startDateTime: webinar.start,
    endDateTime: webinar.end,
    joinWebUrl,
    subject: webinar.displayName,
    isBroadcast: null,
    broadcastSettings: null,
    capabilities: [],
    audioConferencing: null,
    chatInfo: null,
    externalId: null,
    joinMeetingIdSettings: null,
    lobbyBypassSettings: null,
    allowedPresenters: null,
  };
}
