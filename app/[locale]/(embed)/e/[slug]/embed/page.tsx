import type { Metadata } from "next";
import { cachedPage, datesOf, slugOf } from "@/app/[locale]/(public)/e/[slug]/event-page";
import { Card } from "@/components/event/card";
import { RefreshAt } from "@/components/event/clock-leaves";
import { EmbedHeight } from "@/components/event/embed-height";
import { EventWhen, readerWhen } from "@/components/event/event-when";
import { RegistrationCard } from "@/components/event/registration-card";
import { RegistrationForm } from "@/components/event/registration-form";
import { NotFoundPage } from "@/components/site/not-found-page";
import { ButtonLink } from "@/components/ui/button";
import { asAccent } from "@/lib/events/accents";
import { phaseOf } from "@/lib/events/phase";
import type { PublicPage } from "@/lib/events/read-page";
import { cachedStamp } from "@/lib/guard/stamp";
import { asLocale, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

export const revalidate = 60;

export function generateStaticParams() {
  return [];
}

interface Props {
  params: Promise<{ locale: string; slug: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const page = await cachedPage(slugOf((await params).slug));
  return {
    title: page?.title,
    robots: { index: false },
    alternates: page ? { canonical: `/e/${page.slug}` } : undefined,
  };
}

/**
 * The registration card alone, for other sites' pages. Which ones may frame it the page says of
 * itself (`data-frame-ancestors`), and the request wrapper makes a policy of it. Cookies and Entra
 * don't work in a foreign frame: the form is sent by the whole window, members get a button.
 */
export default async function EmbedPage({ params }: Props) {
  const locale = asLocale((await params).locale);
  const page = await cachedPage(slugOf((await params).slug));
  if (!page) return <NotFoundPage locale={locale} />;
  const t = translator(locale, "public");
  const phase = phaseOf(datesOf(page), new Date());
  const { startsAt, endsAt, zone } = page;
  return (
    <main
      id="main"
      tabIndex={-1}
      data-accent={asAccent(page.accent)}
      data-frame-ancestors={page.embedOrigins.join(" ")}
    >
      <header className="embed__head">
        <h1 dir="auto">{page.title}</h1>
        <EventWhen
          when={readerWhen({ startsAt, endsAt, zone, locale })}
          yours={t.raw("event.your")}
          theirs={t.raw("event.there")}
        />
        {page.dates.length > 1 ? (
          <p>{translator(locale, "series")("facts", { count: page.dates.length })}</p>
        ) : null}
        <p>
          <a href={`/e/${page.slug}`}>{translator(locale, "sharing")("embed.page")}</a>
        </p>
      </header>
      {page.audience === "organization" && phase === "open" ? (
        <MembersButton page={page} locale={locale} />
      ) : (
        <RegistrationCard
          event={page}
          phase={phase}
          locale={locale}
          open={
            page.audience === "organization" ? (
              <MembersLink page={page} locale={locale} />
            ) : (
              <RegistrationForm
                event={page}
                locale={locale}
                action={`/e/${page.slug}/embed/sign-up`}
                stamp={cachedStamp(page.slug, new Date())}
              />
            )
          }
        />
      )}
      <RefreshAt times={[page.closesAt, page.endsAt].filter((time) => time !== null)} />
      <EmbedHeight />
    </main>
  );
}

function MembersButton({ page, locale }: { page: PublicPage; locale: Locale }) {
  const t = translator(locale, "public");
  return (
    <Card label={t("card.label")} head={<h2 className="card__title">{t("card.members.title")}</h2>}>
      <MembersLink page={page} locale={locale} />
    </Card>
  );
}

function MembersLink({ page, locale }: { page: PublicPage; locale: Locale }) {
  const t = translator(locale, "sharing");
  return (
    <div className="stack">
      <p>{t("embed.openHelp")}</p>
      <ButtonLink
        variant="primary"
        size="large"
        block
        href={`/e/${page.slug}?ref=embed`}
        target="_top"
      >
        {t("embed.open")}
      </ButtonLink>
    </div>
  );
}
