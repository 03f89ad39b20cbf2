import type { CalendarEntry } from "../model.ts";
import { ianaName, wallClock } from "./zones.ts";

/** What `$select` may name. */
export const eventFields = [
  "id",
  "createdDateTime",
  "lastModifiedDateTime",
  "changeKey",
  "categories",
  "transactionId",
  "originalStartTimeZone",
  "originalEndTimeZone",
  "iCalUId",
  "reminderMinutesBeforeStart",
  "isReminderOn",
  "hasAttachments",
  "subject",
  "bodyPreview",
  "importance",
  "sensitivity",
  "isAllDay",
  "isCancelled",
  "isOrganizer",
  "responseRequested",
  "seriesMasterId",
  "showAs",
  "type",
  "webLink",
  "onlineMeetingUrl",
  "isOnlineMeeting",
  "onlineMeetingProvider",
  "allowNewTimeProposals",
  "hideAttendees",
  "responseStatus",
  "body",
  "start",
  "end",
  "location",
  "locations",
  "recurrence",
  "attendees",
  "organizer",
  "onlineMeeting",
  "occurrenceId",
  "isDraft",
];

interface View {
  zone: string;
  /** `Calendars.ReadBasic` shows neither body nor preview. */
  withBody: boolean;
  select: string[] | null;
}

export function toEvent(
  entry: CalendarEntry,
  { zone, withBody, select }: View,
): Record<string, unknown> {
  const iana = ianaName(zone) ?? "UTC";
  // Whole days have no zone: they come as UTC's midnight whatever was preferred.
  const at = (moment: string) => ({
    dateTime: `${wallClock(new Date(moment), entry.isAllDay ? "UTC" : iana)}.0000000`,
    timeZone: entry.isAllDay ? "UTC" : zone,
  });
  const text = entry.bodyHtml
    .replace(/<[^>]+>/g, " ")
    .replace(/\s+/g, " ")
    .trim();
  const all: Record<string, unknown> = {
    id: entry.id,
    createdDateTime: entry.createdAt,
    lastModifiedDateTime: entry.modifiedAt ?? entry.createdAt,
    changeKey: Buffer.from(entry.modifiedAt ?? "sandbox").toString("base64"),
    categories: [],
    transactionId: entry.transactionId,
    originalStartTimeZone: entry.zone,
    originalEndTimeZone: entry.zone,
    iCalUId: entry.iCalUId,
    reminderMinutesBeforeStart: 15,
    isReminderOn: true,
    hasAttachments: false,
    subject: entry.isCancelled ? `Canceled: ${entry.subject}` : entry.subject,
    importance: "normal",
    sensitivity: "normal",
    isAllDay: entry.isAllDay ?? false,
    isCancelled: entry.isCancelled,
    isOrganizer: entry.isOrganizer,
    responseRequested: true,
    seriesMasterId: entry.seriesMasterId,
    showAs: entry.isCancelled ? "free" : "busy",
    type: entry.type,
    webLink: `https://outlook.office365.com/owa/?itemid=${encodeURIComponent(entry.id)}&exvsurl=1&path=/calendar/item`,
    onlineMeetingUrl: null,
    isOnlineMeeting: entry.joinUrl !== null,
    onlineMeetingProvider: entry.joinUrl === null ? "unknown" : "teamsForBusiness",
    allowNewTimeProposals: true,
    hideAttendees: false,
    isDraft: false,
    occurrenceId: null,
    recurrence: null,
    responseStatus: {
      response: entry.isOrganizer ? "organizer" : "accepted",
      time: "0001-01-01T00:00:00Z",
    },
    ...(withBody && {
      bodyPreview: text.slice(0, 255),
      body: { contentType: "html", content: `<html><body>${entry.bodyHtml}</body></html>` },
    }),
    start: at(entry.start),
    end: at(entry.end),
    location: {
      displayName: entry.location,
      locationType: "default",
      uniqueIdType: "unknown",
      address: {},
      coordinates: {},
    },
    locations: [],
    attendees: entry.attendees.map((emailAddress) => ({
      type: "required",
      status: { response: "none", time: "0001-01-01T00:00:00Z" },
      emailAddress,
    })),
    organizer: { emailAddress: entry.organizer },
    onlineMeeting: entry.joinUrl === null ? null : { joinUrl: entry.joinUrl },
  };
  const wanted = select === null ? Object.keys(all) : ["id", ...select];
  return {
    "@odata.etag": `W/"${entry.id.slice(-12)}"`,
    ...Object.fromEntries(Object.entries(all).filter(([name]) => wanted.includes(name))),
  };
}
