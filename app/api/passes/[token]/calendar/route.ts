import { calendarFile } from "@/app/api/calendar-file";
import { dateEntry, type PlaceEntry, placeEntries } from "@/lib/calendar/place-entry";
import { env } from "@/lib/env";
import { addressOf } from "@/lib/mail/header-text";
import { type LivePass, readPass } from "@/lib/registrations/read-pass";

/** The holder's calendar file: the same entries as in the mail, with the link once there is one. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  const now = new Date();
  const pass = await readPass((await params).token, now);
  if (!pass || pass.ended) return new Response(null, { status: 404 });
  const { event, link } = pass;
  const place: PlaceEntry = {
    uid: event.calendarUid,
    changes: event.sequence,
    links: event.links,
    title: event.title,
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    zone: event.zone,
    locale: new URL(request.url).searchParams.get("lang") ?? "",
    joinLink: link.kind === "ready" ? link.url : null,
    eventUrl: `${env().publicUrl}/e/${event.slug}`,
    gone: link.kind === "none",
    organizer: { name: event.hostName, email: addressOf(env().mailFrom) },
    // Nobody is invited by a file; and who holds the pass may not be told who signed up.
    attendee: null,
    alarmMinutes: event.alarmMinutes,
    changedAt: event.entryChangedAt,
    now,
  };
  const { content } = placeEntries(pass.dates.length > 0 ? datesIn(pass, place) : [place]);
  return calendarFile(content, event.slug);
}

/** An entry for each of their dates; what they gave up, or was cancelled, is taken out by it. */
function datesIn({ dates }: LivePass, place: PlaceEntry): PlaceEntry[] {
  return dates
    .filter(({ isOwn, givenUp }) => isOwn || givenUp)
    .map((date) => dateEntry(place, { ...date, gone: date.cancelled || date.givenUp }));
}
