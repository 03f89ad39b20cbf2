import { randomUUID } from "node:crypto";
import { type Answer, isJson, json } from "../http.ts";
import type { Meeting, Registration } from "../model.ts";
import { readBody, refuseUnknownFields, requireType } from "./body.ts";
import { requireScope } from "./caller.ts";
import { GraphError } from "./errors.ts";
import { type MeetingCall, requireMeeting } from "./online-meetings.ts";
import { registrants, requireRegistration } from "./registrants.ts";

const TYPE = "microsoft.graph.externalMeetingRegistration";
const AUDIENCES = ["everyone", "organization"];

/** `/onlineMeetings/{id}/registration…`: beta only, and on its way out (see the setting `apiRetired`). */
export function registration(on: MeetingCall, meetingId: string, rest: string[]): Answer {
  const retired = on.context.settings.apiRetired;
  if (retired !== null) throw new GraphError(retired, "This API is no longer available.");
  if (on.caller.kind === "application" && !on.context.settings.externalByApplication)
    throw new GraphError(403, "The request is not supported with application permissions.");
  const [child, registrantId, ...more] = rest;
  if (child === undefined) return resource(on, requireMeeting(on, meetingId));
  if (child.toLowerCase() !== "registrants" || more.length > 0) {
    throw new GraphError(400, `Resource not found for the segment '${more[0] ?? child}'.`);
  }
  return registrants(on, requireMeeting(on, meetingId), registrantId);
}

function resource(on: MeetingCall, meeting: Meeting): Answer {
  switch (on.call.method) {
    case "GET":
      requireScope(on.caller, ["OnlineMeetings.Read", "OnlineMeetings.ReadWrite"]);
      return json(200, entity(on, meeting, requireRegistration(meeting)));
    case "POST":
      requireScope(on.caller, ["OnlineMeetings.ReadWrite"]);
      return enable(on, meeting);
    case "DELETE":
      requireScope(on.caller, ["OnlineMeetings.ReadWrite"]);
      requireRegistration(meeting);
      meeting.registration = null;
      on.context.changed();
      return { status: 204 };
    default:
      // There is no update: delete and create.
      throw new GraphError(405, `The method ${on.call.method} is not supported for this resource.`);
  }
}

function enable(on: MeetingCall, meeting: Meeting): Answer {
  if (!isJson(on.call)) throw new GraphError(415, "The request body must be application/json.");
  const body = readBody(on.call);
  requireType(body, TYPE);
  refuseUnknownFields(body, ["@odata.type", "allowedRegistrant"], TYPE);
  const audience = body.allowedRegistrant;
  if (typeof audience !== "string" || !AUDIENCES.includes(audience)) {
    throw new GraphError(
      400,
      `Requested value '${String(audience)}' was not found for allowedRegistrant.`,
    );
  }
  if (meeting.registration !== null) {
    throw new GraphError(409, "A registration already exists for this meeting.");
  }
  meeting.registration = {
    id: randomUUID(),
    allowedRegistrant: audience as Registration["allowedRegistrant"],
    createdAt: new Date().toISOString(),
    registrants: [],
  };
  on.context.changed();
  return json(201, entity(on, meeting, meeting.registration));
}

function entity({ metadata }: MeetingCall, meeting: Meeting, made: Registration) {
  return {
    "@odata.context": `${metadata}/onlineMeetings('${meeting.id}')/registration/$entity`,
    "@odata.type": `#${TYPE}`,
    id: made.id,
    allowedRegistrant: made.allowedRegistrant,
  };
}
