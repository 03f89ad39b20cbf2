import type { Metadata } from "next";
import { DateChoice, dateErrors } from "@/components/event/date-choice";
import { ErrorSummary } from "@/components/forms/error-summary";
import { SubmitButton } from "@/components/forms/submit-button";
import { EnvelopeArt } from "@/components/site/art";
import { NotFoundPage } from "@/components/site/not-found-page";
import { ButtonLink } from "@/components/ui/button";
import { asAccent } from "@/lib/events/accents";
import { asLocale, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { type LivePass, readPass } from "@/lib/registrations/read-pass";
import { keptDraft } from "../../../e/[slug]/browser-cookies";
import { PRIVATE_PAGE } from "../../../private-page";
import { EndedPass } from "../ended-pass";
import { changeDatesAction } from "./actions";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string; token: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "series");
  return { ...PRIVATE_PAGE, title: t("pass.title") };
}

/** The dates of the event once more, as the holder of the pass chose them. */
export default async function DatesPage({ params }: Props) {
  const { token, locale: wanted } = await params;
  const locale = asLocale(wanted);
  const pass = await readPass(token, new Date());
  if (!pass) return <NotFoundPage locale={locale} />;
  if (pass.ended) return <EndedPass slug={pass.slug} locale={locale} />;
  const t = translator(locale, "series");
  const { accent } = pass.event;
  return (
    <main id="main" tabIndex={-1} className="wrap narrow plain" data-accent={asAccent(accent)}>
      {pass.canChangeDates ? (
        <>
          <h1 className="h1">{t("pass.title")}</h1>
          <p className="lead">{t("pass.lead")}</p>
          <DatesForm pass={pass} locale={locale} />
        </>
      ) : (
        <>
          <EnvelopeArt />
          <h1 className="h1">{t("pass.closedTitle")}</h1>
          <p className="lead">{t("pass.closed")}</p>
          <div className="actions">
            <ButtonLink size="large" href={`/r/${token}`}>
              {t("pass.back")}
            </ButtonLink>
          </div>
        </>
      )}
    </main>
  );
}

async function DatesForm({ pass, locale }: { pass: LivePass; locale: Locale }) {
  const t = translator(locale, "series");
  const common = translator(locale, "public");
  const { event, token } = pass;
  const draft = await keptDraft(event.slug);
  const dates = pass.dates.map(({ id, startsAt, endsAt, zone, cancelled, isOwn, left }) => ({
    id,
    startsAt: startsAt.toISOString(),
    endsAt: endsAt.toISOString(),
    zone,
    cancelled,
    hasCapacity: left !== null,
    // Their own place on it is theirs.
    wasFull: left === 0 && !isOwn,
  }));
  const kept = pass.dates.filter(({ isOwn }) => isOwn).map(({ id }) => id);
  const errors = draft ? dateErrors(dates, draft.errors, locale) : [];
  return (
    <form className="form" action={changeDatesAction} noValidate>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="slug" value={event.slug} />
      {draft?.problem ? (
        <ErrorSummary title={t("pass.failedTitle")}>
          <p>{t("pass.failed")}</p>
        </ErrorSummary>
      ) : null}
      {errors.length > 0 ? (
        <ErrorSummary title={common("errors.summary", { count: errors.length })} items={errors} />
      ) : null}
      <DateChoice
        slug={event.slug}
        dates={dates}
        chosen={draft?.values.dates ?? kept}
        own={kept}
        readerZone={pass.zone}
        errors={draft?.errors}
        locale={locale}
        exact
      />
      <SubmitButton variant="primary" size="large" block pending={t("pass.pending")}>
        {t("pass.save")}
      </SubmitButton>
      <ButtonLink size="large" block href={`/r/${token}`}>
        {t("pass.leave")}
      </ButtonLink>
    </form>
  );
}
