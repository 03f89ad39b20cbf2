import { calendarFile } from "@/app/api/calendar-file";
import { calendarEntry } from "@/lib/calendar/calendar-entry";
import { entrySequence } from "@/lib/calendar/entry-sequence";
import { env } from "@/lib/env";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { addressOf } from "@/lib/mail/header-text";
import { readPass } from "@/lib/registrations/read-pass";

/** The holder's calendar file: the same entry as in the mail, with the link once there is one. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ token: string }> },
): Promise<Response> {
  const now = new Date();
  const pass = await readPass((await params).token, now);
  if (!pass || pass.ended) return new Response(null, { status: 404 });
  const t = translator(asLocale(new URL(request.url).searchParams.get("lang")), "pass");
  const { event, link } = pass;
  const ready = link.kind === "ready";
  const gone = link.kind === "none";
  const text = calendarEntry({
    uid: event.calendarUid,
    sequence: entrySequence(
      event.sequence,
      gone ? "cancelled" : ready ? "with-link" : "without-link",
    ),
    method: gone ? "CANCEL" : "PUBLISH",
    title: event.title,
    description: ready ? `${t("calendar.entry")}\n${link.url}` : t("calendar.entryWaiting"),
    startsAt: event.startsAt,
    endsAt: event.endsAt,
    zone: event.zone,
    url: ready ? link.url : `${env().publicUrl}/e/${event.slug}`,
    location: t("teams"),
    organizer: { name: event.hostName, email: addressOf(env().mailFrom) },
    attendee: null,
    now,
  });
  return calendarFile(text, event.slug);
}
