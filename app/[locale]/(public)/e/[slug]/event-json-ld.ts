import { plainText } from "@/components/event/prose";
import type { Phase } from "@/lib/events/phase";
import type { PublicDate, PublicPage } from "@/lib/events/read-page";
import type { Locale } from "@/lib/i18n/locales";
import { isoInZone } from "@/lib/time/zones";
import { describePage, shareImagePath } from "./page-metadata";

const SCHEMA = "https://schema.org";

/**
 * The event for search engines (schema.org/Event), as the text of a data block: it is never run, so
 * no policy concerns it. Nothing of it leads into the meeting.
 */
export function eventJsonLd(
  page: PublicPage,
  { publicUrl, phase, locale }: { publicUrl: string; phase: Phase; locale: Locale },
): string {
  const url = `${publicUrl}/e/${page.slug}`;
  const at = (time: string) => isoInZone(new Date(time), page.zone);
  const moved = page.movedFrom !== null && page.movedFrom !== page.startsAt;
  const data = {
    "@context": SCHEMA,
    "@type": "Event",
    name: page.title,
    description: plainText(page.description, 500) || describePage(page, locale),
    image: [`${publicUrl}${shareImagePath(page, locale)}`],
    startDate: at(page.startsAt),
    endDate: at(page.endsAt),
    ...(moved && page.movedFrom ? { previousStartDate: at(page.movedFrom) } : {}),
    eventStatus: `${SCHEMA}/${statusOf(page, moved)}`,
    eventAttendanceMode: `${SCHEMA}/OnlineEventAttendanceMode`,
    location: { "@type": "VirtualLocation", url },
    organizer: { "@type": "Organization", name: page.hostName, url },
    offers: {
      "@type": "Offer",
      url,
      availability: `${SCHEMA}/${availability(page, phase)}`,
      ...(page.opensAt ? { validFrom: at(page.opensAt) } : {}),
      ...(page.closesAt ? { validThrough: at(page.closesAt) } : {}),
    },
    ...(page.dates.length > 1 ? { subEvent: page.dates.map((date) => subEvent(page, date)) } : {}),
    url,
  };
  // The text may not end the script that holds it.
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}

/** One of several dates. */
function subEvent(page: PublicPage, { startsAt, endsAt, zone, cancelled }: PublicDate) {
  const off = cancelled || page.state === "cancelled";
  return {
    "@type": "Event",
    name: page.title,
    startDate: isoInZone(new Date(startsAt), zone),
    endDate: isoInZone(new Date(endsAt), zone),
    eventStatus: `${SCHEMA}/${off ? "EventCancelled" : "EventScheduled"}`,
    eventAttendanceMode: `${SCHEMA}/OnlineEventAttendanceMode`,
  };
}

function statusOf(page: PublicPage, moved: boolean): string {
  if (page.state === "cancelled") return "EventCancelled";
  return moved ? "EventRescheduled" : "EventScheduled";
}

/** As of when the page was rendered: nobody is sold anything by it, so no price is named. */
function availability({ wasFull }: PublicPage, phase: Phase): string {
  if (phase === "before") return "PreOrder";
  return phase === "open" && !wasFull ? "InStock" : "SoldOut";
}
