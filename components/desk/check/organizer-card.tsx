import { Field } from "@/components/forms/field";
import { SubmitButton } from "@/components/forms/submit-button";
import type { Translate } from "@/lib/i18n/translator";

/** Asks which organizer to look as; a plain form that leads back to itself, above what was found. */
export function OrganizerCard({
  asked,
  isNobody,
  page,
  words: t,
}: {
  asked: string | null;
  isNobody: boolean;
  page: string;
  words: Translate<"checks">;
}) {
  return (
    <section className="card" aria-labelledby="one-organizer">
      <header>
        <h2 id="one-organizer">{t("installation.organizer.title")}</h2>
      </header>
      <div className="body tight test-message">
        <p>{t("installation.organizer.lead")}</p>
        <form action={`${page}#one-organizer`} className="stack">
          <Field
            name="organizer"
            label={t("installation.organizer.label")}
            error={isNobody ? t("installation.organizer.nobody") : undefined}
            defaultValue={asked ?? ""}
            maxLength={320}
            autoComplete="off"
            spellCheck={false}
            required
          />
          <div>
            <SubmitButton size="small">{t("installation.organizer.button")}</SubmitButton>
          </div>
        </form>
      </div>
    </section>
  );
}
