/**
 * Addresses that open a calendar on the web with an entry filled in. They carry everything to
 * somebody else's server and into its logs, so they are given what anybody may know: `pageUrl` is
 * the event's page (or a personal link, which may stand in calendars), never a join link or a pass.
 */
export interface PublicEntry {
  title: string;
  /** Plain text without links; the page's address is put below it. */
  description: string;
  startsAt: Date;
  endsAt: Date;
  zone: string;
  pageUrl: string;
}

/** Longer ones are cut: some browsers and servers refuse addresses over 2,000 characters. */
const MAX_TEXT = 400;

export function googleCalendarUrl(entry: PublicEntry): string {
  return address("https://calendar.google.com/calendar/render", {
    action: "TEMPLATE",
    text: entry.title.slice(0, MAX_TEXT).toWellFormed(),
    dates: `${compact(entry.startsAt)}/${compact(entry.endsAt)}`,
    ctz: entry.zone,
    details: details(entry),
    location: entry.pageUrl,
  });
}

/** `personal` opens outlook.com, `work` the calendar of a work or school account. */
export function outlookCalendarUrl(entry: PublicEntry, account: "personal" | "work"): string {
  const host = account === "work" ? "outlook.office.com" : "outlook.live.com";
  return address(`https://${host}/calendar/0/action/compose`, {
    rru: "addevent",
    path: "/calendar/action/compose",
    subject: entry.title.slice(0, MAX_TEXT).toWellFormed(),
    startdt: seconds(entry.startsAt),
    enddt: seconds(entry.endsAt),
    body: details(entry),
    location: entry.pageUrl,
  });
}

function details({ description, pageUrl }: PublicEntry): string {
  const text = description.slice(0, MAX_TEXT).toWellFormed().trim();
  return text === "" ? pageUrl : `${text}\n\n${pageUrl}`;
}

/** Outlook shows the plus signs of a form's encoding, so a space is %20. */
function address(base: string, values: Record<string, string>): string {
  const query = Object.entries(values).map(([key, value]) => `${key}=${encodeURIComponent(value)}`);
  return `${base}?${query.join("&")}`;
}

function seconds(date: Date): string {
  return date.toISOString().replace(/\.\d{3}Z$/, "Z");
}

function compact(date: Date): string {
  return seconds(date).replaceAll(/[-:]/g, "");
}
