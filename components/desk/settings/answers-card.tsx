import type { AnswersUntil } from "@/lib/db/schema";
import type { Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";
import { formatMoment } from "@/lib/time/format-when";
import { utcToLocal } from "@/lib/time/zones";
import { type AnswersAction, AnswersForm } from "./answers-form";

/** Until when people may change what they answered. */
export function AnswersCard({
  eventId,
  setting,
  zone,
  locale,
  action,
  words: t,
}: {
  eventId: string;
  setting: { until: AnswersUntil; at: Date | null };
  zone: string;
  locale: Locale;
  /** Null for whoever may only look, and when nothing can be changed any more. */
  action: AnswersAction | null;
  words: Translate<"desk">;
}) {
  const { until, at } = setting;
  return (
    <section className="card lines" aria-labelledby="answers">
      <header className="pad">
        <h2 id="answers">{t("settings.answers.title")}</h2>
      </header>
      <div>
        <div className="grow stack">
          <p>{t("settings.answers.lead")}</p>
          {action ? (
            <AnswersForm
              eventId={eventId}
              kept={{ until, at: at ? utcToLocal(at, zone) : "" }}
              action={action}
              words={{
                until: t("settings.answers.until"),
                choices: (["start", "time", "never"] as const).map((value) => ({
                  value,
                  label: t(`settings.answers.${value}`),
                })),
                at: t("settings.answers.at", { zone }),
                atHelp: t("settings.answers.atHelp"),
                save: t("settings.answers.save"),
                saved: t("settings.answers.saved"),
              }}
            />
          ) : (
            <p>
              {t(`settings.answers.now.${until}`, {
                time: at ? formatMoment(at, zone, locale) : "",
              })}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
