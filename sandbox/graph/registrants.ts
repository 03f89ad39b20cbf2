import { randomUUID } from "node:crypto";
import { type Answer, isJson, json } from "../http.ts";
import type { Meeting, Registrant, Registration } from "../model.ts";
import { type JsonObject, readBody, refuseUnknownFields, requireType } from "./body.ts";
import { requireScope } from "./caller.ts";
import { GraphError } from "./errors.ts";
import { registrantLink } from "./join-links.ts";
import type { MeetingCall } from "./online-meetings.ts";

const TYPE = "microsoft.graph.externalMeetingRegistrant";
const GUID = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;

export function registrants(on: MeetingCall, meeting: Meeting, id: string | undefined): Answer {
  const route = `${on.call.method} ${id === undefined ? "all" : "one"}`;
  switch (route) {
    case "GET all":
      requireScope(on.caller, ["OnlineMeetings.Read", "OnlineMeetings.ReadWrite"]);
      return list(on, meeting);
    case "POST all":
      requireScope(on.caller, ["OnlineMeetings.ReadWrite"]);
      return create(on, meeting);
    case "DELETE one":
      requireScope(on.caller, ["OnlineMeetings.ReadWrite"]);
      return remove(on, meeting, String(id));
    default:
      // One registrant cannot be read or changed.
      throw new GraphError(405, `The method ${on.call.method} is not supported for this resource.`);
  }
}

export function requireRegistration(meeting: Meeting): Registration {
  if (meeting.registration === null) {
    throw new GraphError(404, "Registration is not enabled for this meeting.");
  }
  return meeting.registration;
}

/** The list keeps the links to itself: only the create call ever tells one. */
function list({ metadata }: MeetingCall, meeting: Meeting): Answer {
  const { registrants: all } = requireRegistration(meeting);
  return json(200, {
    "@odata.context": `${metadata}/onlineMeetings('${meeting.id}')/registration/registrants`,
    value: all.map(({ id, tenantId, userId }) => ({
      "@odata.type": `#${TYPE}`,
      id,
      joinWebUrl: null,
      tenantId,
      userId,
    })),
  });
}

function create(on: MeetingCall, meeting: Meeting): Answer {
  const made = requireRegistration(meeting);
  if (!isJson(on.call)) throw new GraphError(415, "The request body must be application/json.");
  const body = readBody(on.call);
  requireType(body, TYPE);
  refuseUnknownFields(body, ["@odata.type", "id", "tenantId", "userId"], TYPE);
  const { id } = body;
  if (typeof id !== "string" || id === "")
    throw new GraphError(400, "The registrant’s id is required and must be a string.");
  checkIdentity(body, made, meeting);

  const existing = made.registrants.find((registrant) => registrant.id === id);
  if (existing !== undefined) return again(on, meeting, made, existing);
  const registrant: Registrant = {
    id,
    answeredId: randomUUID(),
    tenantId: (body.tenantId as string | undefined) ?? null,
    userId: (body.userId as string | undefined) ?? null,
    joinWebUrl: newLink(meeting, made, id),
    posts: 1,
    createdAt: new Date().toISOString(),
  };
  made.registrants.push(registrant);
  on.context.changed();
  return json(200, entity(on, meeting, registrant));
}

/** `everyone`: the id alone. `organization`: who it is, in the meeting's own tenant. */
function checkIdentity(body: JsonObject, made: Registration, meeting: Meeting): void {
  const { tenantId, userId } = body;
  if (made.allowedRegistrant === "everyone") {
    if (tenantId !== undefined || userId !== undefined) {
      throw new GraphError(
        400,
        "tenantId and userId must not be given when everyone may register.",
      );
    }
    return;
  }
  for (const value of [tenantId, userId]) {
    if (typeof value !== "string" || !GUID.test(value)) {
      throw new GraphError(
        400,
        "tenantId and userId are required when only the organization may register.",
      );
    }
  }
  if (String(tenantId).toLowerCase() !== meeting.tid) {
    throw new GraphError(403, "The registrant is not a member of the meeting’s organization.");
  }
}

function again(
  on: MeetingCall,
  meeting: Meeting,
  made: Registration,
  existing: Registrant,
): Answer {
  switch (on.context.settings.sameIdTwice) {
    case "409":
      throw new GraphError(409, "A registrant with this id already exists.");
    case "new-link":
      existing.joinWebUrl = newLink(meeting, made, existing.id);
  }
  existing.posts++;
  on.context.changed();
  return json(200, entity(on, meeting, existing));
}

/** A link that opens from now on, in place of every earlier one of this id. */
function newLink(meeting: Meeting, made: Registration, id: string): string {
  made.linksMade ??= {};
  const turn = made.linksMade[id] ?? 0;
  made.linksMade[id] = turn + 1;
  const isPublic = made.allowedRegistrant === "everyone";
  return registrantLink(
    { threadId: meeting.threadId, tid: meeting.tid, oid: meeting.organizer },
    { prid: id, isPublic, turn },
  );
}

/** As published by default: another id for everyone, userId and tenantId swapped for members. */
function entity({ context, metadata }: MeetingCall, meeting: Meeting, registrant: Registrant) {
  const published = context.settings.registrantAnswer === "other-id";
  const { id, answeredId, tenantId, userId, joinWebUrl } = registrant;
  return {
    "@odata.context": `${metadata}/onlineMeetings('${meeting.id}')/registration/registrants/$entity`,
    "@odata.type": `#${TYPE}`,
    id: published && userId === null ? answeredId : id,
    joinWebUrl,
    userId: published ? tenantId : userId,
    tenantId: published ? userId : tenantId,
  };
}

/** By the id that was sent. */
function remove(on: MeetingCall, meeting: Meeting, id: string): Answer {
  const made = requireRegistration(meeting);
  const kept = made.registrants.filter((registrant) => registrant.id !== id);
  if (kept.length === made.registrants.length)
    throw new GraphError(404, "The registrant was not found.");
  made.registrants = kept;
  on.context.changed();
  return { status: 204 };
}
