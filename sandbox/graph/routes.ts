import { type Context, graphUrl } from "../context.ts";
import { type Answer, type Call, json, segmentsOf } from "../http.ts";
import { type Person, personalTenantId } from "../people.ts";
import { attendanceReports } from "./attendance.ts";
import { calendarView, deleteEvent, getEvent, listInstances } from "./calendar.ts";
import { authenticate, type Caller, requireLicence, requireScope, requireUser } from "./caller.ts";
import { createEvent } from "./create-event.ts";
import { GraphError } from "./errors.ts";
import {
  createMeeting,
  deleteMeeting,
  findMeetings,
  getMeeting,
  type MeetingCall,
  requireMeeting,
} from "./online-meetings.ts";
import { registration } from "./registration.ts";
import { sendMail } from "./send-mail.ts";
import { subscriptions } from "./subscriptions/routes.ts";
import { virtualEvents } from "./webinars/routes.ts";

/** One request, checked as Graph checks it: token, user, scope, path, body. */
export async function graph(context: Context, call: Call): Promise<Answer> {
  const [version = "", root = "", ...rest] = segmentsOf(call.path);
  const caller = await authenticate(context, call);
  if (version === "oidc" && root === "userinfo") return userinfo(caller);
  if (version !== "v1.0" && version !== "beta")
    throw new GraphError(400, `Invalid version: ${version}`);
  const isGlobal = context.settings.cloud === "global";
  if (root.toLowerCase() === "solutions" && isGlobal)
    return virtualEvents({ context, caller, call, version, path: rest });
  if (root.toLowerCase() === "subscriptions")
    return subscriptions({ context, caller, call, version, path: rest });
  const owner = root.toLowerCase() === "users" ? (rest.shift() ?? "") : null;
  if (owner === null && root.toLowerCase() !== "me") throw notFound(root);
  const organizer = requireUser(context, caller, owner);
  const metadata = `${graphUrl(context)}/${version}/$metadata#users('${organizer.oid}')`;
  const on: MeetingCall = { context, caller, organizer, call, metadata };

  const [collection = "", id, child, ...more] = rest;
  switch (collection.toLowerCase()) {
    case "":
      return me(on, organizer);
    case "calendarview":
      return byMethod(call, { get: () => calendarView(on) });
    case "events":
      if (id !== undefined && child?.toLowerCase() === "instances")
        return byMethod(call, { get: () => listInstances(on, id) });
      return id === undefined
        ? byMethod(call, { post: () => createEvent(on) })
        : byMethod(call, { get: () => getEvent(on, id), delete: () => deleteEvent(on, id) });
    case "sendmail":
      return sendMail(on);
    case "onlinemeetings":
      break;
    default:
      throw notFound(collection);
  }

  if (id !== undefined && child?.toLowerCase() === "attendancereports") {
    requireLicence(organizer);
    const { reports = [] } = requireMeeting(on, id);
    return attendanceReports({ caller, version, ...call }, reports, more);
  }
  requireScope(caller, ["OnlineMeetings.Read", "OnlineMeetings.ReadWrite"]);
  requireLicence(organizer);
  if (id === undefined) {
    return byMethod(call, { get: () => findMeetings(on), post: () => createMeeting(on) });
  }
  if (child === undefined) {
    return byMethod(call, { get: () => getMeeting(on, id), delete: () => deleteMeeting(on, id) });
  }
  if (child.toLowerCase() === "registration" && version === "beta" && isGlobal)
    return registration(on, id, more);
  throw notFound(child);
}

function byMethod(call: Call, methods: Record<string, () => Answer>): Answer {
  const act = methods[call.method.toLowerCase()];
  if (act === undefined)
    throw new GraphError(405, `The method ${call.method} is not supported for this resource.`);
  return act();
}

function notFound(segment: string): GraphError {
  return new GraphError(400, `Resource not found for the segment '${segment}'.`);
}

function me({ caller, metadata, call }: MeetingCall, person: Person): Answer {
  requireScope(caller, ["User.Read"]);
  return byMethod(call, {
    get: () =>
      json(200, {
        "@odata.context": metadata,
        id: person.oid,
        displayName: person.name,
        givenName: person.name.split(" ")[0],
        surname: person.name.split(" ").slice(1).join(" "),
        jobTitle: person.tid === personalTenantId ? null : person.job,
        mail: person.email,
        userPrincipalName: person.upn,
        preferredLanguage: null,
        businessPhones: [],
      }),
  });
}

function userinfo({ person }: Caller): Answer {
  if (person === null) throw new GraphError(401, "An application has no profile.");
  return json(200, {
    sub: person.oid,
    name: person.name,
    ...(person.email !== null && { email: person.email }),
  });
}
