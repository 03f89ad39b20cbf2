import { graphUrl } from "../../context.ts";
import { type Answer, json } from "../../http.ts";
import type { Webinar } from "../../model.ts";
import { findPerson } from "../../people.ts";
import { attendanceReports } from "../attendance.ts";
import { isCovered, requireLicence, requirePermission, requirePolicy } from "../caller.ts";
import { GraphError } from "../errors.ts";
import { READ, type VirtualEventCall } from "./call.ts";
import { register } from "./register.ts";
import {
  cancelRegistration,
  getRegistration,
  listRegistrations,
  sessions,
} from "./registrations.ts";
import { toConfiguration, toQuestion, toWebinar } from "./resources.ts";

const BY_USER = /^getByUserIdAndRole\(\s*userId='([^']*)'\s*,\s*role='([^']*)'\s*\)$/i;
const BY_ROLE = /^getByUserRole\(\s*role='([^']*)'\s*\)$/i;

/** `/solutions/virtualEvents/webinars…`, for an application's tokens and for a person's. */
export function virtualEvents(on: VirtualEventCall): Answer | Promise<Answer> {
  const [collection = "", kind = "", id, child, ...more] = on.path;
  if (collection.toLowerCase() !== "virtualevents") throw notFound(collection);
  if (kind.toLowerCase() !== "webinars") throw notFound(kind);
  if (on.caller.person !== null) requireLicence(on.caller.person);
  if (id === undefined)
    throw new GraphError(405, `The method ${on.call.method} is not supported for this resource.`);
  if (/^getBy/i.test(id)) return byMethod(on, { GET: () => list(on, id) });

  const webinar = requireWebinar(on, id, child);
  if (child?.toLowerCase() === "sessions") return sessionsOf(on, webinar, more);
  switch ([child, ...more.slice(1)].join("/").toLowerCase()) {
    case "":
      return byMethod(on, { GET: () => get(on, webinar) });
    case "registrationconfiguration":
      return byMethod(on, { GET: () => configuration(on, webinar, more[0]) });
    case "registrations":
      return more[0] === undefined
        ? byMethod<Answer | Promise<Answer>>(on, {
            GET: () => listRegistrations(on, webinar),
            POST: () => register(on, webinar),
          })
        : byMethod(on, { GET: () => getRegistration(on, webinar, String(more[0])) });
    case "registrations/sessions":
      return byMethod(on, { GET: () => sessions(on, webinar, String(more[0])) });
    case "registrations/cancel":
      return byMethod(on, { POST: () => cancelRegistration(on, webinar, String(more[0])) });
    default:
      throw notFound(more.at(-1) ?? String(child));
  }
}

/** A webinar has one session. */
function sessionsOf(
  on: VirtualEventCall,
  webinar: Webinar,
  [id, child, ...more]: string[],
): Answer {
  const { call, caller, version } = on;
  if (id === undefined) return byMethod(on, { GET: () => sessions(on, webinar, null) });
  if (child?.toLowerCase() !== "attendancereports") throw notFound(child ?? "sessions");
  if (id !== webinar.sessionId) throw new GraphError(404, "The session was not found.");
  return attendanceReports({ caller, version, ...call }, webinar.reports ?? [], more);
}

function byMethod<A>({ call }: VirtualEventCall, methods: Record<string, () => A>): A {
  const act = methods[call.method];
  if (act === undefined)
    throw new GraphError(405, `The method ${call.method} is not supported for this resource.`);
  return act();
}

function notFound(segment: string): GraphError {
  return new GraphError(400, `Resource not found for the segment '${segment}'.`);
}

/** An application is asked for the organizer's policy, a person for their part in it. */
export function requireWebinar(
  { context, caller, call }: VirtualEventCall,
  id: string,
  child: string | undefined,
): Webinar {
  const webinar = context.state.webinars[id];
  if (webinar === undefined || webinar.tid !== caller.tid)
    throw new GraphError(404, "The webinar was not found.");
  if (caller.kind === "application") {
    requirePolicy(context, webinar.organizer);
    return webinar;
  }
  const registersThemselves = call.method === "POST" && child?.toLowerCase() === "registrations";
  if (!registersThemselves && !hasRole(webinar, caller.person?.oid ?? "", null))
    throw new GraphError(403, "The signed-in user is no organizer of this webinar.");
  return webinar;
}

function hasRole(webinar: Webinar, oid: string, role: string | null): boolean {
  return (
    (role !== "coorganizer" && webinar.organizer === oid) ||
    (role !== "organizer" && webinar.coOrganizers.includes(oid))
  );
}

/** An application is told nothing of an organizer whom no policy covers: the list is empty, not refused. */
function list(on: VirtualEventCall, name: string): Answer {
  const { context, caller } = on;
  const [, ofUser, userRole] = BY_USER.exec(name) ?? [];
  const role = (userRole ?? BY_ROLE.exec(name)?.[1])?.toLowerCase();
  if (role === undefined) throw notFound(name);
  if (!["organizer", "coorganizer"].includes(role))
    throw new GraphError(400, `Invalid value for parameter 'role': '${role}'.`);
  const isForMe = ofUser === undefined;
  requirePermission(caller, isForMe ? { ...READ, application: null } : READ);
  const oid = ofUser ?? caller.person?.oid ?? "";
  if (caller.kind === "delegated" && oid !== caller.person?.oid)
    throw new GraphError(403, "The signed-in user may not act for another user.");
  if (findPerson(oid)?.tid !== caller.tid)
    throw new GraphError(404, `Resource '${oid}' does not exist.`);
  const found = Object.values(context.state.webinars).filter(
    (webinar) =>
      hasRole(webinar, oid, role) &&
      (caller.kind === "delegated" || isCovered(context, webinar.organizer)),
  );
  return json(200, {
    "@odata.context": `${metadata(on)}#Collection(microsoft.graph.virtualEventWebinar)`,
    value: found.map((webinar) => ({
      "@odata.type": "#microsoft.graph.virtualEventWebinar",
      ...toWebinar(webinar),
    })),
  });
}

function get(on: VirtualEventCall, webinar: Webinar): Answer {
  requirePermission(on.caller, READ);
  return json(200, {
    "@odata.context": `${metadata(on)}#solutions/virtualEvents/webinars/$entity`,
    ...toWebinar(webinar),
  });
}

function configuration(on: VirtualEventCall, webinar: Webinar, child: string | undefined): Answer {
  requirePermission(on.caller, READ);
  const name = `${metadata(on)}#solutions/virtualEvents/webinars('${webinar.id}')/registrationConfiguration`;
  if (child === undefined)
    return json(200, { "@odata.context": `${name}/$entity`, ...toConfiguration(webinar) });
  if (child.toLowerCase() !== "questions") throw notFound(child);
  return json(200, {
    "@odata.context": `${name}/questions`,
    value: webinar.questions.map(toQuestion),
  });
}

function metadata({ context, version }: VirtualEventCall): string {
  return `${graphUrl(context)}/${version}/$metadata`;
}
