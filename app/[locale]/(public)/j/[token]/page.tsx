import type { Metadata } from "next";
import { Poster } from "@/components/event/poster";
import { SubmitButton } from "@/components/forms/submit-button";
import { NotFoundPage } from "@/components/site/not-found-page";
import { ButtonLink } from "@/components/ui/button";
import { Icon } from "@/components/ui/icon";
import { asAccent } from "@/lib/events/accents";
import { asLocale, type Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import { type PersonalLink, readPersonalLink } from "@/lib/registrations/personal-link";
import { formatMoment } from "@/lib/time/format-when";
import { PRIVATE_PAGE } from "../../private-page";
import { joinAction } from "./actions";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string; token: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "public");
  return { ...PRIVATE_PAGE, title: t("personal.title") };
}

/**
 * A personal link: it leads to the meeting and to nothing else. A button's POST, which is counted,
 * since mail scanners open every link; where it leads stands nowhere on the page. Its policy lets
 * forms lead to other sites (lib/http/wrap-requests).
 */
export default async function PersonalLinkPage({ params }: Props) {
  const { token, locale: wanted } = await params;
  const locale = asLocale(wanted);
  const personal = await readPersonalLink(token, new Date());
  if (!personal) return <NotFoundPage locale={locale} />;
  const t = translator(locale, "public");
  const { event, state } = personal;
  const { title, lead } = words(personal, locale, t);
  return (
    <main id="main" tabIndex={-1} className="wrap way-in" data-accent={asAccent(event.accent)}>
      <Poster title={event.title} invites={event.hostName} slug={event.slug} />
      <div className="way-in__text">
        <h2 className="h1">{title}</h2>
        <p className="lead">{lead}</p>
        {state.kind === "open" ? (
          <form className="actions" action={joinAction}>
            <input type="hidden" name="token" value={token} />
            <SubmitButton variant="primary" size="large" pending={t("personal.joining")}>
              <Icon name="video" />
              {t("personal.join")}
            </SubmitButton>
          </form>
        ) : (
          <div className="actions">
            {state.kind === "early" ? (
              <ButtonLink variant="primary" href={`/j/${token}`}>
                {t("personal.again")}
              </ButtonLink>
            ) : null}
            <ButtonLink href={`/e/${event.slug}`}>{t("personal.event")}</ButtonLink>
          </div>
        )}
      </div>
    </main>
  );
}

function words({ state, event, zone }: PersonalLink, locale: Locale, t: Translate<"public">) {
  switch (state.kind) {
    case "open":
      return { title: t("personal.title"), lead: t("personal.lead") };
    case "early": {
      const time = formatMoment(state.opensAt, zone, locale);
      return { title: t("personal.early.title"), lead: t("personal.early.lead", { time }) };
    }
    case "over":
      return { title: t("personal.over.title"), lead: t("personal.over.lead") };
    default:
      return {
        title: t("personal.endedTitle"),
        lead: t(`personal.ended.${state.kind}`, { host: event.hostName }),
      };
  }
}
