import { graphUrl } from "../context.ts";
import { type Answer, json } from "../http.ts";
import type { CalendarEntry } from "../model.ts";
import { requireScope } from "./caller.ts";
import { GraphError } from "./errors.ts";
import { eventFields, toEvent } from "./event-resource.ts";
import type { MeetingCall } from "./online-meetings.ts";
import { eventChanged } from "./subscriptions/notify.ts";
import { ianaName } from "./zones.ts";

const READ = ["Calendars.ReadBasic", "Calendars.Read", "Calendars.ReadWrite"];
const MAX_PAGE = 1000;

/** Occurrences and single events that touch the window; a series' master never shows here. */
export function calendarView(on: MeetingCall): Answer {
  return listed(on, "calendarView", ({ type }) => type !== "seriesMaster");
}

/** A series' occurrences and exceptions that touch the window; what was deleted is not among them. */
export function listInstances(on: MeetingCall, id: string): Answer {
  requireScope(on.caller, READ);
  // Of what is no series the reference says nothing.
  if (requireEntry(on, id).type !== "seriesMaster")
    throw new GraphError(400, "The event is not a recurring one.", "ErrorInvalidRequest");
  return listed(on, `events('${id}')/instances`, ({ seriesMasterId }) => seriesMasterId === id);
}

function listed(on: MeetingCall, what: string, isMeant: (entry: CalendarEntry) => boolean): Answer {
  requireScope(on.caller, READ);
  const { query } = on.call;
  refuseUnknownOptions(query);
  const from = windowEdge(query, "startDateTime");
  const to = windowEdge(query, "endDateTime");
  const top = count(query, "$top", 10, MAX_PAGE);
  const skip = count(query, "$skip", 0, Number.MAX_SAFE_INTEGER);
  const found = on.context.state.calendar
    .filter(
      (entry) =>
        entry.owner === on.organizer.oid &&
        isMeant(entry) &&
        Date.parse(entry.end) > from &&
        Date.parse(entry.start) < to,
    )
    .sort(ordering(query.get("$orderby")));
  const view = viewOf(on);
  return json(
    200,
    {
      "@odata.context": `${on.metadata}/${what}`,
      value: found.slice(skip, skip + top).map((entry) => toEvent(entry, view)),
      ...(skip + top < found.length && { "@odata.nextLink": nextLink(on, skip + top) }),
    },
    preferenceApplied(view.zone),
  );
}

export function getEvent(on: MeetingCall, id: string): Answer {
  requireScope(on.caller, READ);
  const view = viewOf(on);
  return json(
    200,
    { "@odata.context": `${on.metadata}/events/$entity`, ...toEvent(requireEntry(on, id), view) },
    preferenceApplied(view.zone),
  );
}

/** A series goes with all its occurrences. */
export function deleteEvent(on: MeetingCall, id: string): Answer {
  requireScope(on.caller, ["Calendars.ReadWrite"]);
  const gone = requireEntry(on, id);
  on.context.state.calendar = on.context.state.calendar.filter(
    (entry) => entry !== gone && !(entry.owner === gone.owner && entry.seriesMasterId === gone.id),
  );
  on.context.changed();
  eventChanged(on.context, gone, "deleted");
  return { status: 204 };
}

function requireEntry({ context, organizer }: MeetingCall, id: string): CalendarEntry {
  const found = context.state.calendar.find(
    (entry) => entry.id === id && entry.owner === organizer.oid,
  );
  if (found === undefined)
    throw new GraphError(
      404,
      "The specified object was not found in the store.",
      "ErrorItemNotFound",
    );
  return found;
}

export function viewOf(on: MeetingCall) {
  const names =
    on.call.query
      .get("$select")
      ?.split(",")
      .map((name) => name.trim()) ?? null;
  const select = names?.map((name) => {
    const field = eventFields.find((each) => each.toLowerCase() === name.toLowerCase());
    if (field !== undefined) return field;
    throw new GraphError(
      400,
      `Could not find a property named '${name}' on type 'microsoft.graph.event'.`,
      "RequestBroker--ParseUri",
    );
  });
  const prefer = [on.call.headers.prefer ?? ""].flat().join(", ");
  const zone = /outlook\.timezone\s*=\s*"([^"]*)"/i.exec(prefer)?.[1] ?? "UTC";
  if (ianaName(zone) === null) {
    throw new GraphError(
      400,
      `A valid TimeZone value must be specified. The following TimeZone value is not supported: '${zone}'.`,
      "TimeZoneNotSupportedException",
    );
  }
  const withBody = on.caller.scopes.some((scope) =>
    ["Calendars.Read", "Calendars.ReadWrite"].includes(scope),
  );
  return { zone, withBody, select: select ?? null };
}

export function preferenceApplied(zone: string): Record<string, string> {
  return { "preference-applied": `outlook.timezone="${zone}"` };
}

function refuseUnknownOptions(query: URLSearchParams): void {
  const known = ["startDateTime", "endDateTime", "$top", "$skip", "$select", "$orderby"];
  for (const name of query.keys()) {
    if (known.some((each) => each.toLowerCase() === name.toLowerCase())) continue;
    throw new GraphError(
      400,
      `The query parameter '${name}' is not supported by the sandbox.`,
      "ErrorInvalidUrlQuery",
    );
  }
}

function windowEdge(query: URLSearchParams, name: string): number {
  const text = [...query].find(([key]) => key.toLowerCase() === name.toLowerCase())?.[1];
  if (!text) {
    throw new GraphError(
      400,
      "This request requires a time window specified by the query string parameters StartDateTime and EndDateTime.",
      "ErrorInvalidParameter",
    );
  }
  const zoned = /(Z|[+-]\d\d:\d\d)$/.test(text)
    ? text
    : `${text}${text.includes("T") ? "" : "T00:00:00"}Z`;
  const moment = Date.parse(zoned);
  if (Number.isNaN(moment))
    throw new GraphError(
      400,
      `The value '${text}' of parameter '${name}' is invalid.`,
      "ErrorInvalidParameter",
    );
  return moment;
}

function count(query: URLSearchParams, name: string, otherwise: number, most: number): number {
  const text = query.get(name);
  if (text === null) return otherwise;
  const number = Number(text);
  if (!/^\d+$/.test(text) || number > most || (name === "$top" && number === 0)) {
    throw new GraphError(400, `The value '${text}' of '${name}' is invalid.`);
  }
  return number;
}

function ordering(text: string | null): (a: CalendarEntry, b: CalendarEntry) => number {
  const [field = "start/dateTime", direction = "asc"] = (text ?? "").split(/\s+/).filter(Boolean);
  const key = { "start/dateTime": "start", "end/dateTime": "end", subject: "subject" }[field] as
    | "start"
    | undefined;
  if (key === undefined || !["asc", "desc"].includes(direction)) {
    throw new GraphError(400, `The $orderby expression '${text}' is not supported.`);
  }
  const sign = direction === "asc" ? 1 : -1;
  return (a, b) => sign * (a[key] < b[key] ? -1 : a[key] > b[key] ? 1 : a.id < b.id ? -1 : 1);
}

function nextLink({ context, call }: MeetingCall, skip: number): string {
  const query = new URLSearchParams(call.query);
  query.set("$skip", String(skip));
  // Entra and Graph never escape the dollar sign in what they send.
  return `${graphUrl(context)}${call.path}?${query.toString().replaceAll("%24", "$")}`;
}
