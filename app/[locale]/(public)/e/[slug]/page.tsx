import type { Metadata } from "next";
import { RefreshAt } from "@/components/event/clock-leaves";
import { EventView } from "@/components/event/event-view";
import { ReachBar, RegistrationCard } from "@/components/event/registration-card";
import { NotFoundPage } from "@/components/site/not-found-page";
import { env } from "@/lib/env";
import { phaseOf } from "@/lib/events/phase";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { eventJsonLd } from "./event-json-ld";
import { cachedPage, datesOf, slugOf } from "./event-page";
import { OpenCardBody } from "./open-card-body";
import { pageMetadata } from "./page-metadata";

export const revalidate = 60;

/** Each page is rendered when somebody first asks for it, and kept by language. */
export function generateStaticParams() {
  return [];
}

interface Props {
  params: Promise<{ locale: string; slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { locale, slug } = await params;
  const page = await cachedPage(slugOf(slug));
  if (page) return pageMetadata(page, asLocale(locale));
  const t = translator(asLocale(locale), "bare");
  return { title: t("notFound.title"), robots: { index: false } };
}

/**
 * The public event page. Cached: nothing in it is personal or must be exact; the places left are
 * live, and the action decides.
 */
export default async function EventPage({ params }: Props) {
  const locale = asLocale((await params).locale);
  const page = await cachedPage(slugOf((await params).slug));
  if (!page) return <NotFoundPage locale={locale} />;
  const phase = phaseOf(datesOf(page), new Date());
  const { publicUrl } = env();
  return (
    <>
      <EventView
        event={page}
        locale={locale}
        ended={phase === "over" || phase === "cancelled"}
        card={
          <RegistrationCard
            event={page}
            phase={phase}
            locale={locale}
            open={<OpenCardBody page={page} locale={locale} />}
          />
        }
        reach={<ReachBar event={page} phase={phase} locale={locale} />}
      />
      <RefreshAt times={[page.closesAt, page.endsAt].filter((time) => time !== null)} />
      <script
        type="application/ld+json"
        // biome-ignore lint/security/noDangerouslySetInnerHtml: data, escaped by eventJsonLd.
        dangerouslySetInnerHTML={{ __html: eventJsonLd(page, { publicUrl, phase, locale }) }}
      />
    </>
  );
}
