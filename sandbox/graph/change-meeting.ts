import { z } from "zod";
import type { Context } from "../context.ts";
import type { CalendarEntry, Meeting } from "../model.ts";
import { newEntryId } from "./create-event.ts";
import { eventChanged } from "./subscriptions/notify.ts";

const changeSchema = z
  .strictObject({ subject: z.string(), start: z.iso.datetime(), end: z.iso.datetime() })
  .partial();

/** What people do in Outlook and Teams to a meeting that is planned already. */
export const meetingChangeSchema = changeSchema.extend({
  /** Nothing promises that the occurrences of a series keep their ids when the series changes. */
  entryIds: z.enum(["kept", "new"]).default("kept"),
});
export const entryChangeSchema = changeSchema.extend({
  isCancelled: z.boolean().optional(),
});
export const cancellationSchema = z.strictObject({
  /** Outlook takes it out of the organizer's calendar; some clients leave it there, marked. */
  entry: z.enum(["removed", "marked"]).default("removed"),
  /** The link of a cancelled meeting goes on opening it, for a while. */
  meeting: z.enum(["stays", "gone"]).default("stays"),
});

export type MeetingChange = z.input<typeof meetingChangeSchema>;
export type EntryChange = z.input<typeof entryChangeSchema>;
export type Cancellation = z.input<typeof cancellationSchema>;

/** The meeting and what stands in calendars for it; a series moves as a whole. */
export function changeMeeting(
  context: Context,
  id: string,
  { entryIds, ...change }: z.infer<typeof meetingChangeSchema>,
): Meeting | null {
  const meeting = context.state.meetings[id];
  if (meeting === undefined) return null;
  const later = (from: string, to = from) => Date.parse(to) - Date.parse(from);
  const startsLater = later(meeting.start, change.start);
  const endsLater = later(meeting.end, change.end);
  for (const entry of entriesOf(context, meeting)) {
    if (change.subject !== undefined) entry.subject = change.subject;
    entry.start = shifted(entry.start, startsLater);
    entry.end = shifted(entry.end, endsLater);
    if (entryIds === "new" && entry.type === "occurrence") entry.id = newEntryId();
    touch(context, entry);
  }
  Object.assign(meeting, change);
  context.changed();
  return meeting;
}

/** One entry, in the calendar of everybody who has it. An occurrence becomes an exception of its series. */
export function changeEntry(
  context: Context,
  id: string,
  change: EntryChange,
): CalendarEntry | null {
  const chosen = context.state.calendar.find((entry) => entry.id === id);
  if (chosen === undefined) return null;
  for (const entry of context.state.calendar) {
    if (entry.iCalUId !== chosen.iCalUId) continue;
    Object.assign(entry, change);
    if (entry.type === "occurrence") entry.type = "exception";
    touch(context, entry);
  }
  context.changed();
  return chosen;
}

/**
 * The organizer deletes an entry in Outlook, a series with all its occurrences: it leaves their
 * calendar, and stays in everybody else's, marked.
 */
export function deleteEntry(context: Context, id: string): boolean {
  const { calendar } = context.state;
  const gone = calendar.filter((entry) => entry.id === id || entry.seriesMasterId === id);
  const uids = new Set(gone.map(({ iCalUId }) => iCalUId));
  for (const entry of calendar.filter(({ iCalUId }) => uids.has(iCalUId))) {
    entry.isCancelled = true;
    if (entry.isOrganizer) remove(context, entry);
    else touch(context, entry);
  }
  context.changed();
  return gone.length > 0;
}

/**
 * "This and all following" of a series, changed in Outlook: they are a series of their own from then
 * on, under other ids and the same link. Its master has the id that is answered.
 */
export function splitSeries(context: Context, id: string): { id: string } | null {
  const { calendar } = context.state;
  const first = calendar.find((entry) => entry.id === id);
  const master = calendar.find((entry) => entry.id === first?.seriesMasterId);
  if (first === undefined || master === undefined) return null;
  const another = { ...master, id: newEntryId(), start: first.start, end: first.end };
  calendar.push(another);
  for (const entry of calendar) {
    if (entry.seriesMasterId !== master.id || entry.start < first.start) continue;
    Object.assign(entry, { id: newEntryId(), seriesMasterId: another.id, type: "occurrence" });
    touch(context, entry);
  }
  context.changed();
  return another;
}

export function cancelMeeting(
  context: Context,
  id: string,
  { entry: how, meeting: after }: z.infer<typeof cancellationSchema>,
): boolean {
  const meeting = context.state.meetings[id];
  if (meeting === undefined) return false;
  for (const entry of entriesOf(context, meeting)) {
    entry.isCancelled = true;
    if (how === "removed" && entry.isOrganizer) remove(context, entry);
    else touch(context, entry);
  }
  if (after === "gone") delete context.state.meetings[id];
  context.changed();
  return true;
}

function entriesOf({ state }: Context, meeting: Meeting): CalendarEntry[] {
  return state.calendar.filter(({ joinUrl }) => joinUrl === meeting.joinWebUrl);
}

function shifted(moment: string, ms: number): string {
  return new Date(Date.parse(moment) + ms).toISOString();
}

function touch(context: Context, entry: CalendarEntry): void {
  entry.modifiedAt = new Date().toISOString();
  eventChanged(context, entry, "updated");
}

function remove(context: Context, entry: CalendarEntry): void {
  context.state.calendar = context.state.calendar.filter((each) => each !== entry);
  eventChanged(context, entry, "deleted");
}
