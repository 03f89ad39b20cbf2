import type { Metadata } from "next";
import { plainText } from "@/components/event/prose";
import type { PublicPage } from "@/lib/events/read-page";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { formatWhen } from "@/lib/time/format-when";

/** What search engines and share cards say of an event. */
export function pageMetadata(page: PublicPage, locale: Locale): Metadata {
  const description = describe(page, locale);
  const address = `/e/${page.slug}`;
  return {
    title: page.title,
    description,
    alternates: { canonical: address },
    openGraph: {
      type: "website",
      siteName: "Usher",
      title: page.title,
      description,
      url: address,
      locale: LOCALE_REGIONS[locale].replace("-", "_"),
    },
    twitter: { card: "summary", title: page.title, description },
  };
}

function describe(page: PublicPage, locale: Locale): string {
  const when = formatWhen({
    startsAt: new Date(page.startsAt),
    endsAt: new Date(page.endsAt),
    zone: page.zone,
    locale,
  }).full;
  const invitation = translator(locale, "public")("event.metaDescription", {
    host: page.hostName,
    when,
  });
  const text = plainText(page.description, 160);
  return text ? `${invitation} ${text}` : invitation;
}

/** The event for search engines (schema.org). Nothing of it leads into the meeting. */
export function eventJsonLd(page: PublicPage, address: string, locale: Locale): string {
  const data = {
    "@context": "https://schema.org",
    "@type": "Event",
    name: page.title,
    description: plainText(page.description, 500) || describe(page, locale),
    startDate: page.startsAt,
    endDate: page.endsAt,
    eventAttendanceMode: "https://schema.org/OnlineEventAttendanceMode",
    eventStatus:
      page.state === "cancelled"
        ? "https://schema.org/EventCancelled"
        : "https://schema.org/EventScheduled",
    location: { "@type": "VirtualLocation", url: address },
    organizer: { "@type": "Organization", name: page.hostName },
    url: address,
  };
  // The text may not end the script that holds it.
  return JSON.stringify(data).replaceAll("<", "\\u003c");
}
