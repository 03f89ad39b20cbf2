import { randomBytes } from "node:crypto";
import { type Answer, isJson, json } from "../http.ts";
import type { CalendarEntry } from "../model.ts";
import { type JsonObject, readBody, refuseUnknownFields } from "./body.ts";
import { preferenceApplied, viewOf } from "./calendar.ts";
import { requireScope } from "./caller.ts";
import { GraphError } from "./errors.ts";
import { eventFields, toEvent } from "./event-resource.ts";
import { invitation, makeMeeting } from "./meetings.ts";
import type { MeetingCall } from "./online-meetings.ts";
import { eventChanged } from "./subscriptions/notify.ts";
import { ianaName, momentOf } from "./zones.ts";

const DAY_MS = 24 * 60 * 60_000;

/** A repeat with the same `transactionId` answers with the event that the first one made. */
export function createEvent(on: MeetingCall): Answer {
  requireScope(on.caller, ["Calendars.ReadWrite"]);
  if (!isJson(on.call)) throw new GraphError(415, "The request body must be application/json.");
  const body = readBody(on.call);
  refuseUnknownFields(body, eventFields, "microsoft.graph.event");
  const transactionId = typeof body.transactionId === "string" ? body.transactionId : null;
  const before = on.context.state.calendar.find(
    (entry) =>
      transactionId !== null &&
      entry.transactionId === transactionId &&
      entry.owner === on.organizer.oid,
  );
  const entry = before ?? addEntry(on, body, transactionId);
  if (before === undefined) eventChanged(on.context, entry, "created");
  on.context.changed();
  const view = viewOf(on);
  return json(
    201,
    {
      "@odata.context": `${on.metadata}/events/$entity`,
      ...toEvent(entry, { ...view, withBody: true }),
    },
    preferenceApplied(view.zone),
  );
}

function addEntry(on: MeetingCall, body: JsonObject, transactionId: string | null): CalendarEntry {
  const { organizer, context } = on;
  const start = dateTimeZone(body.start, "start");
  const end = dateTimeZone(body.end, "end");
  if (end.at < start.at)
    throw new GraphError(
      400,
      "The end of the event must not be before its start.",
      "ErrorPropertyValidationFailure",
    );
  const isAllDay = body.isAllDay === true;
  const isMidnight = ({ at }: { at: Date }) => at.getTime() % DAY_MS === 0;
  if (isAllDay && !(start.zone === "UTC" && isMidnight(start) && isMidnight(end)))
    throw new GraphError(
      400,
      "An event of whole days has to start and end at midnight.",
      "ErrorInvalidRequest",
    );
  const subject = typeof body.subject === "string" ? body.subject : "";
  // Without a licence the event is made all the same, and is no meeting.
  const meeting =
    body.isOnlineMeeting === true && organizer.licensed
      ? makeMeeting(context.state, {
          organizer,
          subject,
          start: start.at.toISOString(),
          end: end.at.toISOString(),
        })
      : null;
  const words = contentOf(body.body);
  const entry: CalendarEntry = {
    id: newEntryId(),
    iCalUId: randomBytes(40).toString("hex").toUpperCase(),
    owner: organizer.oid,
    subject,
    start: start.at.toISOString(),
    end: end.at.toISOString(),
    isAllDay,
    zone: start.zone,
    type: "singleInstance",
    seriesMasterId: null,
    isOrganizer: true,
    organizer: { name: organizer.name, address: organizer.upn },
    isCancelled: false,
    joinUrl: meeting?.joinWebUrl ?? null,
    location: meeting ? "Microsoft Teams Meeting" : "",
    bodyHtml: meeting ? `${words}\n${invitation(meeting)}` : words,
    attendees: [],
    transactionId,
    createdAt: new Date().toISOString(),
  };
  context.state.calendar.push(entry);
  return entry;
}

export function newEntryId(): string {
  return `AAMkAG${randomBytes(60).toString("base64").replaceAll("/", "-").replaceAll("+", "_")}=`;
}

function contentOf(body: unknown): string {
  const content =
    typeof body === "object" && body !== null && "content" in body ? body.content : "";
  return typeof content === "string" ? content : "";
}

function dateTimeZone(value: unknown, name: string): { at: Date; zone: string } {
  const { dateTime, timeZone } = (
    typeof value === "object" && value !== null ? value : {}
  ) as JsonObject;
  const iana = typeof timeZone === "string" ? ianaName(timeZone) : null;
  const local =
    typeof dateTime === "string"
      ? /^(\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d)?)(?:\.\d+)?$/.exec(dateTime)?.[1]
      : undefined;
  if (iana === null)
    throw new GraphError(
      400,
      `A valid time zone is required for '${name}': '${String(timeZone)}'.`,
      "TimeZoneNotSupportedException",
    );
  if (local === undefined || Number.isNaN(Date.parse(`${local}Z`))) {
    throw new GraphError(
      400,
      `The '${name}' of the event is not a date and time: '${String(dateTime)}'.`,
      "ErrorPropertyValidationFailure",
    );
  }
  return { at: momentOf(local, iana), zone: String(timeZone) };
}
