import type { Metadata } from "next";
import { type FilledForm, FormFields } from "@/components/event/form-fields";
import { ErrorSummary } from "@/components/forms/error-summary";
import { SubmitButton } from "@/components/forms/submit-button";
import { EnvelopeArt } from "@/components/site/art";
import { NotFoundPage } from "@/components/site/not-found-page";
import { ButtonLink } from "@/components/ui/button";
import { asAccent } from "@/lib/events/accents";
import { asLocale, type Locale } from "@/lib/i18n/locales";
import { type Translate, translator } from "@/lib/i18n/translator";
import { type OwnAnswers, readOwnAnswers } from "@/lib/registrations/own-answers";
import { formatMoment } from "@/lib/time/format-when";
import { isZone } from "@/lib/time/zones";
import { keptDraft } from "../../../e/[slug]/browser-cookies";
import { PRIVATE_PAGE } from "../../../private-page";
import { EndedPass } from "../ended-pass";
import { resendAction } from "../resend-action";
import { changeAnswersAction } from "./actions";

export const dynamic = "force-dynamic";

interface Props {
  params: Promise<{ locale: string; token: string }>;
}

type Open = Extract<OwnAnswers, { kind: "open" }>;

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = translator(asLocale((await params).locale), "pass");
  return { ...PRIVATE_PAGE, title: t("answers.title") };
}

/** The sign-up's form once more, as its sender left it, for who reads the pass in the mailbox. */
export default async function AnswersPage({ params }: Props) {
  const { token, locale: wanted } = await params;
  const locale = asLocale(wanted);
  const own = await readOwnAnswers(token, new Date());
  if (!own) return <NotFoundPage locale={locale} />;
  if (own.kind === "ended") return <EndedPass slug={own.slug} locale={locale} />;
  const t = translator(locale, "pass");
  const { event } = own;
  const back = `/r/${token}`;
  if (own.kind === "open")
    return (
      <Page accent={event.accent} title={t("answers.title")}>
        <p className="lead">{t("answers.lead", { until: untilText(own, own.until, locale) })}</p>
        <AnswersForm own={own} token={token} locale={locale} words={t} />
      </Page>
    );
  const unproved = own.kind === "unproved";
  return (
    <Page
      accent={event.accent}
      title={t(unproved ? "answers.unprovedTitle" : "answers.closedTitle")}
      art
    >
      <p className="lead">{unproved ? t("answers.unproved") : closedText(own, locale, t)}</p>
      <div className="actions">
        {unproved ? (
          <form action={resendAction}>
            <input type="hidden" name="token" value={token} />
            <SubmitButton variant="primary" size="large">
              {t("change.resend")}
            </SubmitButton>
          </form>
        ) : null}
        <ButtonLink size="large" href={back}>
          {t("answers.back")}
        </ButtonLink>
      </div>
    </Page>
  );
}

function Page({
  accent,
  title,
  art = false,
  children,
}: {
  accent: string;
  title: string;
  art?: boolean;
  children: React.ReactNode;
}) {
  return (
    <main id="main" tabIndex={-1} className="wrap narrow plain" data-accent={asAccent(accent)}>
      {art ? <EnvelopeArt /> : null}
      <h1 className="h1">{title}</h1>
      {children}
    </main>
  );
}

async function AnswersForm({
  own,
  token,
  locale,
  words: t,
}: {
  own: Open;
  token: string;
  locale: Locale;
  words: Translate<"pass">;
}) {
  const { event } = own;
  const draft = await keptDraft(event.slug);
  const filled: FilledForm = draft ?? { values: own.values };
  return (
    <form className="form" action={changeAnswersAction} noValidate>
      <input type="hidden" name="token" value={token} />
      <input type="hidden" name="slug" value={event.slug} />
      <FormFields
        form={own.form}
        locale={locale}
        filled={filled}
        notice={
          draft?.problem ? (
            <ErrorSummary title={t("answers.failedTitle")}>
              <p>{t("answers.failed")}</p>
            </ErrorSummary>
          ) : null
        }
        email={
          <div className="field">
            <p className="field__label">{translator(locale, "public")("form.email")}</p>
            <p>{own.email}</p>
            <p className="field__hint">{t("answers.email", { host: event.hostName })}</p>
          </div>
        }
      />
      <SubmitButton variant="primary" size="large" block pending={t("answers.pending")}>
        {t("answers.save")}
      </SubmitButton>
      <ButtonLink size="large" block href={`/r/${token}`}>
        {t("answers.leave")}
      </ButtonLink>
      <p className="fine">{t("answers.fine", { host: event.hostName })}</p>
    </form>
  );
}

function closedText(
  own: Extract<OwnAnswers, { kind: "closed" }>,
  locale: Locale,
  t: Translate<"pass">,
): string {
  const host = own.event.hostName;
  if (own.why === "no-place") return t("answers.noPlace");
  if (own.why === "over" && own.until)
    return t("answers.over", { host, until: untilText(own, own.until, locale) });
  return t("answers.never", { host });
}

/** In the reader's zone, else the event's. */
function untilText(
  { zone, event }: { zone: string | null; event: { zone: string } },
  until: Date,
  locale: Locale,
): string {
  return formatMoment(until, zone && isZone(zone) ? zone : event.zone, locale);
}
