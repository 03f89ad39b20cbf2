import type { Metadata } from "next";
import { Poster } from "@/components/event/poster";
import { NotFoundPage } from "@/components/site/not-found-page";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { asAccent } from "@/lib/events/accents";
import { asLocale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { followPersonalLink } from "@/lib/registrations/personal-link";
import { PRIVATE_PAGE } from "../../private-page";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string; token: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "public");
  return { ...PRIVATE_PAGE, title: t("personal.title") };
}

/**
 * A personal link: it leads to the meeting and to nothing else. A link and not a form, because
 * browsers apply the pages' form-action to where a form's answer leads.
 */
export default async function PersonalLinkPage({ params }: Props) {
  const { token, locale: wanted } = await params;
  const locale = asLocale(wanted);
  const personal = await followPersonalLink(token);
  if (!personal) return <NotFoundPage locale={locale} />;
  const t = translator(locale, "public");
  const { event, url } = personal;
  return (
    <main id="main" tabIndex={-1} className="wrap way-in" data-accent={asAccent(event.accent)}>
      <Poster title={event.title} invites={event.hostName} slug={event.slug} />
      <div className="way-in__text">
        <h2 className="h1">{url ? t("personal.title") : t("personal.endedTitle")}</h2>
        <p className="lead">
          {url ? t("personal.lead") : t("personal.endedLead", { host: event.hostName })}
        </p>
        <div className="actions">
          {url ? (
            <ButtonLink variant="primary" size="large" href={url} rel="noreferrer">
              <Icon name="video" />
              {t("personal.join")}
            </ButtonLink>
          ) : (
            <ButtonLink href={`/e/${event.slug}`}>{t("personal.event")}</ButtonLink>
          )}
        </div>
      </div>
    </main>
  );
}
