import { calendarFile } from "@/app/api/calendar-file";
import { calendarEntry } from "@/lib/calendar/calendar-entry";
import { env } from "@/lib/env";
import { readPublicPage } from "@/lib/events/read-page";
import { isSlug } from "@/lib/events/schema";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { addressOf } from "@/lib/mail/header-text";

const QUARTER_HOUR_MS = 15 * 60_000;

/** A calendar file for the moment at which registration opens. Nothing in it is personal. */
export async function GET(
  request: Request,
  { params }: { params: Promise<{ slug: string }> },
): Promise<Response> {
  const { slug } = await params;
  const page = isSlug(slug) ? await readPublicPage(slug) : null;
  if (!page?.opensAt || page.state !== "open") return new Response(null, { status: 404 });
  const now = new Date();
  const t = translator(asLocale(new URL(request.url).searchParams.get("lang")), "public");
  const { publicUrl } = env();
  const opensAt = new Date(page.opensAt);
  const text = calendarEntry({
    uid: `opening-${page.id}@${new URL(publicUrl).hostname}`,
    sequence: 0,
    method: "PUBLISH",
    title: t("card.before.reminderTitle", { title: page.title }),
    description: t("card.before.reminderText"),
    startsAt: opensAt,
    endsAt: new Date(opensAt.getTime() + QUARTER_HOUR_MS),
    zone: page.zone,
    url: `${publicUrl}/e/${page.slug}`,
    organizer: { name: page.hostName, email: addressOf(env().mailFrom) },
    attendee: null,
    alarmMinutes: 15,
    changedAt: now,
    now,
  });
  return calendarFile(text, `${page.slug}-opening`);
}
