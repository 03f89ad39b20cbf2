import { Card } from "@/components/event/card";
import { SIGN_UP_FIELDS } from "@/components/event/registration-form";
import { SubmitButton } from "@/components/forms/submit-button";
import { Icon } from "@/components/ui/icon";
import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { Draft } from "@/lib/registrations/draft";
import { registerAction } from "../actions";

/** The database is away: one button sends again what the browser kept. */
export function UnavailablePage({
  slug,
  locale,
  draft,
}: {
  slug: string;
  locale: Locale;
  draft: Draft | null;
}) {
  const t = translator(locale, "public");
  return (
    <main data-http-status="503" id="main" tabIndex={-1} className="wrap narrow plain">
      <Card
        label={t("card.label")}
        head={
          <>
            <h1 className="card__title">{t("card.unavailable.title")}</h1>
            <p className="hint">{t("card.unavailable.hint")}</p>
          </>
        }
      >
        {draft ? (
          <form className="stack" action={registerAction}>
            <input type="hidden" name="slug" value={slug} />
            <input type="hidden" name="locale" value={locale} />
            {SIGN_UP_FIELDS.map((field) => (
              <input key={field} type="hidden" name={field} value={draft.values[field]} />
            ))}
            <p>{t("card.unavailable.text")}</p>
            <SubmitButton block>
              <Icon name="refresh" />
              {t("card.unavailable.again")}
            </SubmitButton>
          </form>
        ) : (
          <p>
            <a href={`/e/${encodeURIComponent(slug)}`}>{t("card.unavailable.again")}</a>
          </p>
        )}
      </Card>
    </main>
  );
}
