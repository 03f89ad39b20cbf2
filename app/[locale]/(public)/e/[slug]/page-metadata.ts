import type { Metadata } from "next";
import { plainText } from "@/components/event/prose";
import { SHARE_SIZE } from "@/components/event/share-card";
import type { PublicPage } from "@/lib/events/read-page";
import { LOCALE_REGIONS, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { formatWhen } from "@/lib/time/format-when";

/** What search engines and share cards say of an event. */
export function pageMetadata(page: PublicPage, locale: Locale): Metadata {
  const description = describePage(page, locale);
  const address = `/e/${page.slug}`;
  const image = {
    url: shareImagePath(page, locale),
    type: "image/jpeg",
    alt: translator(locale, "public")("event.metaDescription", {
      host: page.hostName,
      when: whenOf(page, locale),
    }),
    ...SHARE_SIZE,
  };
  return {
    title: page.title,
    description,
    alternates: { canonical: address },
    robots: page.listed ? undefined : { index: false },
    openGraph: {
      type: "website",
      siteName: "Usher",
      title: page.title,
      description,
      url: address,
      locale: LOCALE_REGIONS[locale].replace("-", "_"),
      images: [image],
    },
    twitter: { card: "summary_large_image", title: page.title, description, images: [image] },
  };
}

/** Where the event's share image is; another address after each change of the page. */
export function shareImagePath({ slug, version }: PublicPage, locale: Locale): string {
  return `/api/share/${slug}?lang=${locale}&v=${version}`;
}

/** Who invites, when, and how the host's text begins. */
export function describePage(page: PublicPage, locale: Locale): string {
  const invitation = translator(locale, "public")("event.metaDescription", {
    host: page.hostName,
    when: whenOf(page, locale),
  });
  const text = plainText(page.description, 160);
  return text ? `${invitation} ${text}` : invitation;
}

function whenOf(page: PublicPage, locale: Locale): string {
  return formatWhen({
    startsAt: new Date(page.startsAt),
    endsAt: new Date(page.endsAt),
    zone: page.zone,
    locale,
  }).full;
}
