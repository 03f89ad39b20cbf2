import { dateEntry, type PlaceEntry, placeEntries, placeEntry } from "@/lib/calendar/place-entry";
import { entryOf } from "./letter";
import { mailableName } from "./mailable-name";
import type { MailData, MailDate, OutgoingMail } from "./types";

/** The calendar part of a mail, where what it says concerns the entry in the attendee's calendar. */
export function mailCalendar(
  data: MailData,
  { sender, now }: { sender: string; now: Date },
): OutgoingMail["calendar"] {
  const entry = entryOf(data);
  if (entry === null) return null;
  const { event, person, locale, joinLink, eventUrl } = data;
  const place: PlaceEntry = {
    uid: event.uid,
    changes: event.sequence,
    links: event.links,
    title: event.title,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    zone: event.zone,
    locale,
    joinLink,
    eventUrl,
    gone: entry === "take-out",
    organizer: { name: event.hostName, email: sender },
    attendee: {
      name: mailableName(`${person.firstName} ${person.lastName}`) ?? "",
      email: person.email,
    },
    alarmMinutes: event.alarmMinutes,
    changedAt: event.entryChangedAt,
    now,
  };
  if (!data.dates?.length) return placeEntry(place);
  const dates = datesToTell(data, entry);
  if (dates.length === 0) return null;
  return placeEntries(
    dates.map((date) => dateEntry(place, { ...date, gone: date.state !== "on" })),
  );
}

/**
 * What was cancelled or given up is told once, by the mail about it. The end takes all of them out: that
 * mail may not have gone, and doesn't any more.
 */
function datesToTell(data: MailData, entry: "put" | "take-out"): MailDate[] {
  const { kind, datesNews, event } = data;
  const dates = data.dates ?? [];
  // One date's news leaves the other entries alone, and so goes out as an invitation of its own.
  if (kind === "dates" && datesNews !== "chosen")
    return dates.filter(({ uid }) => uid === event.uid);
  return dates.filter(({ state }) => kind === "dates" || entry === "take-out" || state === "on");
}
