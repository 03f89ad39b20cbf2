import { Card } from "@/components/event/card";
import { EventView } from "@/components/event/event-view";
import type { FilledForm } from "@/components/event/form-fields";
import { RegistrationForm } from "@/components/event/registration-form";
import { ErrorSummary } from "@/components/forms/error-summary";
import type { PublicPage } from "@/lib/events/read-page";
import { fieldOf } from "@/lib/form/condition";
import { cachedStamp } from "@/lib/guard/stamp";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { Draft } from "@/lib/registrations/draft";
import { registerAction } from "../actions";

/**
 * The database is away: the form with what was typed, to be sent again, on the event's page where
 * that is known. Whether sign-ups are taken at all is decided when one is.
 */
export function UnavailablePage({
  slug,
  locale,
  draft,
  page,
}: {
  slug: string;
  locale: Locale;
  draft: Draft | null;
  page: PublicPage | null;
}) {
  const t = translator(locale, "public");
  const title = t("card.unavailable.title");
  const body = draft ? (
    <RegistrationForm
      event={page ?? { ...UNKNOWN, slug }}
      locale={locale}
      action={registerAction}
      stamp={cachedStamp(slug, new Date())}
      filled={filled(draft)}
      questions={page ? undefined : <KeptAnswers draft={draft} />}
      notice={
        <ErrorSummary title={t("card.unavailable.notYet")}>
          <p>{t("card.unavailable.text")}</p>
        </ErrorSummary>
      }
    />
  ) : (
    <p>
      <a href={`/e/${encodeURIComponent(slug)}`}>{t("card.unavailable.again")}</a>
    </p>
  );
  const card = (
    <Card
      label={t("card.label")}
      head={
        <>
          {page ? (
            <h2 className="card__title">{title}</h2>
          ) : (
            <h1 className="card__title">{title}</h1>
          )}
          <p className="hint">{t("card.unavailable.hint")}</p>
        </>
      }
    >
      {body}
    </Card>
  );
  if (page) return <EventView event={page} locale={locale} formFirst status={503} card={card} />;
  return (
    <main data-http-status="503" id="main" tabIndex={-1} className="wrap narrow plain">
      {card}
    </main>
  );
}

/** An event of which the address is all that is known. */
const UNKNOWN = {
  hostName: null,
  audience: "everyone",
  emailDomains: [],
  invitedOnly: false,
  form: null,
  privacyNotice: "",
  hasCapacity: false,
  waitlist: false,
  approval: false,
  holdMinutes: null,
} as const;

/** A code, and answers to questions, that can't be shown now: they go along. */
function KeptAnswers({ draft }: { draft: Draft }) {
  const { answers, code } = draft.values;
  return (
    <>
      {code ? <input type="hidden" name="code" value={code} /> : null}
      {Object.entries(answers).flatMap(([id, values]) =>
        values.map((value) => (
          <input key={`${id} ${value}`} type="hidden" name={fieldOf(id)} value={value} />
        )),
      )}
    </>
  );
}

/** What was wrong with it before is of no interest now. */
function filled({ values }: Draft): FilledForm {
  return { values };
}
