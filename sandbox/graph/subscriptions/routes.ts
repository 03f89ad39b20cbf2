import { randomUUID } from "node:crypto";
import { type Context, graphUrl } from "../../context.ts";
import { type Answer, isJson, json } from "../../http.ts";
import type { Subscription } from "../../model.ts";
import { readBody, refuseUnknownFields } from "../body.ts";
import { requirePermission } from "../caller.ts";
import { GraphError } from "../errors.ts";
import { READ, type VirtualEventCall } from "../webinars/call.ts";
import { requireWebinar } from "../webinars/routes.ts";
import { alive, isValidated } from "./notify.ts";

const TYPE = "microsoft.graph.subscription";
const CHANGE_TYPES = ["created", "updated", "deleted"] as const;
const DAY_MS = 24 * 60 * 60_000;

interface Watched {
  /** In lower case, without `me`. */
  watches: string;
  mostMs: number;
  changeTypes: readonly string[];
  /** An application has one for each such resource. */
  isSingle: boolean;
}

/** `/subscriptions`: calendar entries for up to seven days, webinars for one. */
export async function subscriptions(on: VirtualEventCall): Promise<Answer> {
  const [id, ...more] = on.path;
  if (more.length > 0)
    throw new GraphError(400, `Resource not found for the segment '${more[0]}'.`);
  const { method } = on.call;
  if (id === undefined) {
    if (method === "POST") return subscribe(on);
    if (method === "GET") return json(200, { value: own(on).map((each) => toResource(on, each)) });
  } else {
    const found = own(on).find((each) => each.id === id);
    if (found === undefined) throw new GraphError(404, "The subscription was not found.");
    if (method === "GET") return json(200, toResource(on, found));
    if (method === "PATCH") return renew(on, found);
    if (method === "DELETE") {
      delete on.context.state.subscriptions[id];
      on.context.changed();
      return { status: 204 };
    }
  }
  throw new GraphError(405, `The method ${method} is not supported for this resource.`);
}

function own({ context, caller }: VirtualEventCall): Subscription[] {
  return alive(context).filter(
    ({ creator, tid }) => tid === caller.tid && creator === creatorOf(context, caller),
  );
}

function creatorOf(context: Context, caller: VirtualEventCall["caller"]): string {
  return caller.person?.oid ?? context.clientId;
}

async function subscribe(on: VirtualEventCall): Promise<Answer> {
  const { context, caller } = on;
  if (!isJson(on.call)) throw new GraphError(415, "The request body must be application/json.");
  const body = readBody(on.call);
  refuseUnknownFields(
    body,
    [
      "@odata.type",
      "changeType",
      "notificationUrl",
      "lifecycleNotificationUrl",
      "resource",
      "expirationDateTime",
      "clientState",
      "latestSupportedTlsVersion",
    ],
    TYPE,
  );
  const resource = text(body.resource, "resource");
  const watched = watch(on, resource);
  const changeTypes = text(body.changeType, "changeType").split(/\s*,\s*/);
  const strange = changeTypes.find((each) => !watched.changeTypes.includes(each));
  if (strange !== undefined)
    throw new GraphError(400, `The changeType '${strange}' is not supported for this resource.`);
  const notificationUrl = text(body.notificationUrl, "notificationUrl");
  const isLoopback = /^http:\/\/(localhost|127\.0\.0\.1)(:\d+)?\//.test(notificationUrl);
  if (!URL.canParse(notificationUrl) || !isLoopback)
    throw new GraphError(400, "The sandbox notifies addresses on loopback only.");
  const clientState = body.clientState ?? null;
  if (clientState !== null && (typeof clientState !== "string" || clientState.length > 128))
    throw new GraphError(400, "The clientState is not valid.");
  const expires = expiry(body.expirationDateTime, watched.mostMs);
  const before = own(on).some(({ watches }) => watches === watched.watches);
  if (watched.isSingle && before)
    throw new GraphError(409, "A subscription for this resource exists already.");
  if (!(await isValidated(notificationUrl))) {
    throw new GraphError(
      400,
      "Subscription validation request failed. Notification endpoint must respond with 200 OK to validation request.",
      "ValidationError",
    );
  }
  const made: Subscription = {
    id: randomUUID(),
    creator: creatorOf(context, caller),
    tid: caller.tid,
    resource,
    watches: watched.watches,
    changeTypes: changeTypes as Subscription["changeTypes"],
    notificationUrl,
    clientState,
    expires,
    delivered: 0,
    givenUp: 0,
  };
  context.state.subscriptions[made.id] = made;
  context.changed();
  return json(201, toResource(on, made));
}

function renew(on: VirtualEventCall, subscription: Subscription): Answer {
  const body = readBody(on.call);
  refuseUnknownFields(body, ["@odata.type", "expirationDateTime"], TYPE);
  const { mostMs } = watch(on, subscription.resource);
  subscription.expires = expiry(body.expirationDateTime, mostMs);
  on.context.changed();
  return json(200, toResource(on, subscription));
}

function text(value: unknown, name: string): string {
  if (typeof value === "string" && value !== "") return value;
  throw new GraphError(400, `The property '${name}' is required.`);
}

function expiry(value: unknown, mostMs: number): string {
  const at = Date.parse(text(value, "expirationDateTime"));
  if (Number.isNaN(at) || at <= Date.now())
    throw new GraphError(400, "The expirationDateTime must lie in the future.");
  if (at > Date.now() + mostMs + 60_000) {
    throw new GraphError(
      400,
      `Subscription expiration can only be ${mostMs / 60_000} minutes in the future.`,
    );
  }
  return new Date(at).toISOString();
}

function watch(on: VirtualEventCall, resource: string): Watched {
  const parts = resource.split("/").filter(Boolean);
  const root = parts[0]?.toLowerCase();
  if (root === "me" || root === "users") return watchEvents(on, root, parts.slice(1));
  if (root === "solutions" && on.context.settings.cloud === "global")
    return watchWebinar(on, parts.slice(1));
  throw new GraphError(400, `Resource '${resource}' is not supported.`);
}

/** `ReadBasic` is not enough. */
function watchEvents(on: VirtualEventCall, root: "me" | "users", parts: string[]): Watched {
  const { caller } = on;
  requirePermission(caller, {
    delegated: ["Calendars.Read", "Calendars.ReadWrite"],
    application: ["Calendars.Read"],
  });
  const oid = root === "users" ? parts.shift() : caller.person?.oid;
  if (oid === undefined)
    throw new GraphError(400, "/me request is only valid with delegated authentication flow.");
  if (caller.person !== null && caller.person.oid !== oid)
    throw new GraphError(403, "The signed-in user may not act for another user.");
  const [collection, id, ...more] = parts;
  if (collection?.toLowerCase() !== "events" || more.length > 0)
    throw new GraphError(400, `Resource '${parts.join("/")}' is not supported.`);
  const watches = ["users", oid, "events", ...(id === undefined ? [] : [id])].join("/");
  return {
    watches: watches.toLowerCase(),
    mostMs: 7 * DAY_MS,
    changeTypes: CHANGE_TYPES,
    isSingle: false,
  };
}

function watchWebinar(on: VirtualEventCall, parts: string[]): Watched {
  const [area, kind, id, child, ...more] = parts;
  const isKnown =
    area?.toLowerCase() === "virtualevents" &&
    kind?.toLowerCase() === "webinars" &&
    [undefined, "registrations"].includes(child?.toLowerCase()) &&
    more.length === 0;
  if (!isKnown || id === undefined)
    throw new GraphError(400, `Resource 'solutions/${parts.join("/")}' is not supported.`);
  requirePermission(on.caller, READ);
  requireWebinar(on, id, undefined);
  return {
    watches: ["solutions", ...parts].join("/").toLowerCase(),
    mostMs: DAY_MS,
    changeTypes: child === undefined ? ["updated"] : ["created", "updated"],
    isSingle: true,
  };
}

/** The clientState is told to nobody again. */
function toResource({ context, version }: VirtualEventCall, subscription: Subscription) {
  return {
    "@odata.context": `${graphUrl(context)}/${version}/$metadata#subscriptions/$entity`,
    id: subscription.id,
    resource: subscription.resource,
    applicationId: context.clientId,
    changeType: subscription.changeTypes.join(","),
    clientState: null,
    notificationUrl: subscription.notificationUrl,
    expirationDateTime: subscription.expires,
    creatorId: subscription.creator,
    latestSupportedTlsVersion: "v1_2",
  };
}
