import { Prose } from "@/components/event/prose";
import type { Translate } from "@/lib/i18n/translator";
import { type PrivacyAction, PrivacyForm } from "./privacy-form";

/** What the organizer says of people's data, beside what the form says by itself. */
export function PrivacyCard({
  eventId,
  notice,
  action,
  words: t,
}: {
  eventId: string;
  notice: string;
  /** Null for whoever may only look, and when nothing can be changed any more. */
  action: PrivacyAction | null;
  words: Translate<"desk">;
}) {
  return (
    <section className="card lines" aria-labelledby="privacy">
      <header className="pad">
        <h2 id="privacy">{t("settings.privacy.title")}</h2>
      </header>
      <div>
        <div className="grow stack">
          <p>{t("settings.privacy.lead")}</p>
          {action ? (
            <PrivacyForm
              eventId={eventId}
              notice={notice}
              action={action}
              words={{
                label: t("settings.privacy.label"),
                help: t("settings.privacy.help"),
                save: t("settings.privacy.save"),
                saved: t("settings.privacy.saved"),
              }}
            />
          ) : notice ? (
            <Prose text={notice} />
          ) : (
            <p>{t("settings.privacy.none")}</p>
          )}
        </div>
      </div>
    </section>
  );
}
