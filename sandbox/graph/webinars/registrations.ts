import { graphUrl } from "../../context.ts";
import { type Answer, json } from "../../http.ts";
import type { Webinar, WebinarRegistration } from "../../model.ts";
import { requirePermission } from "../caller.ts";
import { GraphError } from "../errors.ts";
import { registrationChanged } from "../subscriptions/notify.ts";
import { READ, type VirtualEventCall } from "./call.ts";
import { joinLink } from "./join-link.ts";
import { toRegistration, toSession } from "./resources.ts";
import { sendTeamsMail } from "./teams-mail.ts";

const PAGE = 100;

export function listRegistrations(on: VirtualEventCall, webinar: Webinar): Answer {
  requireReading(on);
  const { context, call, version } = on;
  const found = webinar.registrations.filter(visible(on)).filter(filter(on));
  const skip = Number(call.query.get("$skiptoken") ?? 0);
  const next = skip + PAGE < found.length;
  const again = new URLSearchParams(call.query);
  again.set("$skiptoken", String(skip + PAGE));
  return json(200, {
    "@odata.context": `${graphUrl(context)}/${version}/$metadata#solutions/virtualEvents/webinars('${webinar.id}')/registrations`,
    value: found
      .slice(skip, skip + PAGE)
      .map((registration) => toRegistration(webinar, registration, version)),
    ...(next && {
      "@odata.nextLink": `${graphUrl(context)}${call.path}?${again.toString().replaceAll("%24", "$")}`,
    }),
  });
}

export function getRegistration(on: VirtualEventCall, webinar: Webinar, id: string): Answer {
  requireReading(on);
  return json(200, toRegistration(webinar, requireRegistration(on, webinar, id), on.version));
}

/** A registration's session, or the webinar's own (null). Who is not let in has no way in: their session tells no link. */
export function sessions(on: VirtualEventCall, webinar: Webinar, id: string | null): Answer {
  requirePermission(on.caller, READ);
  const registration = id === null ? null : requireRegistration(on, webinar, id);
  const { webinarLinks } = on.context.settings;
  if (webinarLinks === "forbidden") throw new GraphError(403, "Forbidden");
  const isIn = registration === null || registration.status === "registered";
  const link =
    isIn && webinarLinks !== "absent" ? joinLink(webinar, registration, webinarLinks) : null;
  return json(200, { value: [toSession(webinar, link)] });
}

/** A person's token cancels their own registration only. */
export async function cancelRegistration(
  on: VirtualEventCall,
  webinar: Webinar,
  id: string,
): Promise<Answer> {
  requirePermission(on.caller, {
    delegated: ["VirtualEvent.ReadWrite"],
    application: [
      "VirtualEventRegistration-Anon.ReadWrite.All",
      "VirtualEventRegistration-Anon.ReadWrite.Chat",
    ],
  });
  const registration = requireRegistration(on, webinar, id);
  if (on.caller.person !== null && registration.userId !== on.caller.person.oid)
    throw new GraphError(403, "The signed-in user may cancel their own registration only.");
  const isMembers = on.caller.person === null && registration.userId !== null;
  if (isMembers && !on.context.settings.webinarApplicationCancelsMembers)
    throw new GraphError(403, "Only the registrant may cancel this registration.");
  if (registration.status === "canceled")
    throw new GraphError(409, "The registration is already canceled.");
  registration.status = "canceled";
  registration.canceledAt = new Date().toISOString();
  on.context.changed();
  registrationChanged(on.context, webinar, registration, "updated");
  await sendTeamsMail(on.context, webinar, registration);
  return { status: 204 };
}

function requireReading({ context, caller }: VirtualEventCall): void {
  const { webinarApplicationReads } = context.settings;
  requirePermission(
    caller,
    webinarApplicationReads ? READ : { ...READ, application: ["VirtualEvent.Read.Chat"] },
  );
}

function requireRegistration(
  on: VirtualEventCall,
  webinar: Webinar,
  id: string,
): WebinarRegistration {
  const found = webinar.registrations.filter(visible(on)).find((each) => each.id === id);
  if (found === undefined) throw new GraphError(404, "The registration was not found.");
  return found;
}

/** What an application made appears a moment later. */
function visible({ context }: VirtualEventCall): (registration: WebinarRegistration) => boolean {
  const until = Date.now() - context.settings.webinarLookupMs;
  return ({ userId, registeredAt }) => userId !== null || Date.parse(registeredAt) <= until;
}

function filter({
  context,
  call,
  version,
}: VirtualEventCall): (registration: WebinarRegistration) => boolean {
  for (const name of call.query.keys()) {
    if (name !== "$skiptoken" && name !== "$filter")
      throw new GraphError(400, `Query option '${name}' is not allowed.`);
  }
  const text = call.query.get("$filter");
  if (text === null) return () => true;
  const where = context.settings.webinarFilter;
  if (where === "nowhere" || (where === "beta" && version !== "beta")) {
    throw new GraphError(
      400,
      "The query specified in the URI is not valid. Query option 'Filter' is not allowed.",
    );
  }
  const clause = /^\s*(email|userId)\s+eq\s+'((?:[^']|'')*)'\s*$/.exec(text);
  if (clause === null) throw new GraphError(400, `Invalid filter clause: ${text}`);
  const wanted = clause[2]?.replaceAll("''", "'").toLowerCase();
  return ({ email, userId }) => (clause[1] === "email" ? email : userId)?.toLowerCase() === wanted;
}
