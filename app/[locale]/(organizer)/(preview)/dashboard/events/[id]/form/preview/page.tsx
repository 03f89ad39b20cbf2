import type { Metadata } from "next";
import { FormPreview, LiveQuestions } from "@/components/desk/form-builder/form-preview";
import { Card } from "@/components/event/card";
import { RegistrationForm } from "@/components/event/registration-form";
import { Questions } from "@/components/forms/questions";
import { readPreview } from "@/lib/events/read-page";
import { askForm } from "@/lib/form/ask";
import { NO_QUESTIONS } from "@/lib/form/definition";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { asLocale, LOCALES, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import { requireEvent } from "@/lib/session/require-event";

export const metadata: Metadata = { robots: { index: false, follow: false } };

/** The public form alone, in the frame beside its editor. It can be tried, and sends nothing. */
export default async function FormPreviewPage({
  params,
}: {
  params: Promise<{ locale: string; id: string }>;
}) {
  const { id, locale: code } = await params;
  const access = await requireEvent(id, "view");
  const locale = asLocale(code);
  const page = await readPreview(access.eventId);
  const definition = page.form?.definition ?? NO_QUESTIONS;
  const forms = Object.fromEntries(
    LOCALES.map((language) => {
      const t = translator(language, "public");
      const errorLabel = translator(language, "common")("errorLabel");
      return [
        language,
        <Card
          key={language}
          label={t("card.label")}
          head={<h1 className="card__title">{t("card.open")}</h1>}
        >
          <RegistrationForm
            event={page}
            locale={language}
            questions={
              <LiveQuestions
                first={
                  <Questions
                    asked={askForm(definition, language, CATALOGS[language].form)}
                    errorLabel={errorLabel}
                  />
                }
                locale={language}
                words={CATALOGS[language].form}
                errorLabel={errorLabel}
              />
            }
          />
        </Card>,
      ];
    }),
  ) as Record<Locale, React.ReactNode>;
  return (
    <div className="public" data-accent={page.accent}>
      <aside className="vh">{translator(locale, "builder")("preview.note")}</aside>
      <main id="main" className="wrap form-alone">
        <FormPreview language={locale} forms={forms} />
      </main>
    </div>
  );
}
