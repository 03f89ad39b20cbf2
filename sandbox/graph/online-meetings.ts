import type { Context } from "../context.ts";
import { type Answer, type Call, isJson, json } from "../http.ts";
import type { Meeting } from "../model.ts";
import { findPerson, type Person } from "../people.ts";
import { readBody, refuseUnknownFields } from "./body.ts";
import { type Caller, requireScope } from "./caller.ts";
import { GraphError } from "./errors.ts";
import { comparable } from "./join-links.ts";
import { makeMeeting, meetingsOf } from "./meetings.ts";

const READ = ["OnlineMeetings.Read", "OnlineMeetings.ReadWrite"];
const WRITE = ["OnlineMeetings.ReadWrite"];

export interface MeetingCall {
  context: Context;
  caller: Caller;
  organizer: Person;
  call: Call;
  /** Such as `https://graph.microsoft.com/v1.0/$metadata#users('…')`. */
  metadata: string;
}

/** There is no list: a meeting is looked up by one of two filters, among the caller's own. */
export function findMeetings({ context, caller, organizer, call, metadata }: MeetingCall): Answer {
  requireScope(caller, READ);
  const filter = call.query.get("$filter");
  if (filter === null)
    throw new GraphError(
      400,
      "Filter expression expected - /onlineMeetings cannot be listed.",
      "InvalidArgument",
    );
  const match =
    /^\s*(JoinWebUrl|joinMeetingIdSettings\/joinMeetingId)\s+eq\s+'((?:[^']|'')*)'\s*$/i.exec(
      filter,
    );
  const [, property, literal] = match ?? [];
  if (property === undefined || literal === undefined) {
    throw new GraphError(400, `Invalid filter clause: ${filter}`);
  }
  const value = literal.replaceAll("''", "'");
  const own = meetingsOf(context.state, organizer.oid);
  const found =
    property.toLowerCase() === "joinweburl"
      ? // The short form isn't known to be found by this filter: its digits are looked up instead.
        own.filter(
          (meeting) => isLong(meeting) && comparable(meeting.joinWebUrl) === comparable(value),
        )
      : own.filter((meeting) => meeting.joinMeetingId === value);
  return json(200, {
    "@odata.context": `${metadata}/onlineMeetings`,
    value: found.map(toResource),
  });
}

function isLong(meeting: Meeting): boolean {
  return meeting.joinWebUrl.includes("/l/meetup-join/");
}

/** The caller's own meeting; anybody else's is not there. */
export function requireMeeting({ context, organizer }: MeetingCall, id: string): Meeting {
  const meeting = context.state.meetings[id];
  if (meeting === undefined || meeting.organizer !== organizer.oid) {
    throw new GraphError(404, "The meeting was not found.");
  }
  return meeting;
}

export function getMeeting(on: MeetingCall, id: string): Answer {
  requireScope(on.caller, READ);
  return json(200, entity(on, requireMeeting(on, id)));
}

export function createMeeting(on: MeetingCall): Answer {
  requireScope(on.caller, WRITE);
  if (!isJson(on.call)) throw new GraphError(415, "The request body must be application/json.");
  const body = readBody(on.call);
  refuseUnknownFields(
    body,
    [
      "startDateTime",
      "endDateTime",
      "subject",
      "participants",
      "externalId",
      "lobbyBypassSettings",
      "allowedPresenters",
      "joinMeetingIdSettings",
      "isEntryExitAnnounced",
      "recordAutomatically",
      "allowMeetingChat",
      "allowTeamworkReactions",
    ],
    "microsoft.graph.onlineMeeting",
  );
  const start = moment(body.startDateTime) ?? new Date();
  const end = moment(body.endDateTime) ?? new Date(start.getTime() + 3_600_000);
  if (end <= start) throw new GraphError(400, "The end of the meeting must be after its start.");
  const meeting = makeMeeting(on.context.state, {
    organizer: on.organizer,
    subject: typeof body.subject === "string" ? body.subject : "",
    start: start.toISOString(),
    end: end.toISOString(),
  });
  on.context.changed();
  return json(201, entity(on, meeting));
}

function moment(value: unknown): Date | null {
  if (value === undefined || value === null) return null;
  const isMoment = typeof value === "string" && /^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value);
  if (!isMoment || Number.isNaN(Date.parse(value))) {
    throw new GraphError(
      400,
      "Cannot convert the literal to the expected type Edm.DateTimeOffset.",
    );
  }
  return new Date(value);
}

export function deleteMeeting(on: MeetingCall, id: string): Answer {
  requireScope(on.caller, WRITE);
  delete on.context.state.meetings[requireMeeting(on, id).id];
  on.context.changed();
  return { status: 204 };
}

function entity({ metadata }: MeetingCall, meeting: Meeting) {
  return { "@odata.context": `${metadata}/onlineMeetings/$entity`, ...toResource(meeting) };
}

function toResource(meeting: Meeting) {
  const organizer = findPerson(meeting.organizer);
  return {
    id: meeting.id,
    creationDateTime: meeting.createdAt,
    startDateTime: meeting.start,
    endDateTime: meeting.end,
    joinWebUrl: meeting.joinWebUrl,
    subject: meeting.subject,
    isBroadcast: false,
    autoAdmittedUsers: "everyoneInCompany",
    allowedPresenters: "everyone",
    isEntryExitAnnounced: false,
    recordAutomatically: false,
    lobbyBypassSettings: { scope: "organization", isDialInBypassEnabled: false },
    audioConferencing: null,
    chatInfo: { threadId: meeting.threadId, messageId: "0", replyChainMessageId: null },
    joinMeetingIdSettings: {
      isPasscodeRequired: true,
      joinMeetingId: meeting.joinMeetingId,
      passcode: meeting.passcode,
    },
    participants: {
      organizer: {
        upn: organizer?.upn ?? null,
        role: "presenter",
        identity: {
          user: {
            id: meeting.organizer,
            displayName: organizer?.name ?? null,
            tenantId: meeting.tid,
          },
        },
      },
      attendees: [],
    },
  };
}
