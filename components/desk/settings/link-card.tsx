import { LINK_OPENS, type LinkOpens } from "@/lib/events/link-opens-input";
import type { Translate } from "@/lib/i18n/translator";
import { type ChoiceAction, ChoiceForm } from "./choice-form";

/** What personal links give and what not, and from when they lead on. */
export function LinkCard({
  eventId,
  opens,
  action,
  words: t,
}: {
  eventId: string;
  opens: LinkOpens;
  /** Null for whoever may only look, and when nothing can be changed any more. */
  action: ChoiceAction | null;
  words: Translate<"desk">;
}) {
  const label = (value: LinkOpens) =>
    t(value === "any" ? "settings.link.any" : `settings.link.m${value}`);
  return (
    <section className="card lines" aria-labelledby="link">
      <header className="pad">
        <h2 id="link">{t("settings.link.title")}</h2>
      </header>
      <div>
        <div className="grow stack">
          <p>{t("settings.link.lead")}</p>
          {action ? (
            <ChoiceForm
              eventId={eventId}
              name="opens"
              kept={opens}
              action={action}
              words={{
                label: t("settings.link.opens"),
                choices: LINK_OPENS.map((value) => ({ value, label: label(value) })),
                save: t("settings.link.save"),
                saved: t("settings.link.saved"),
              }}
            />
          ) : (
            <p>
              {t("settings.link.opens")}: {label(opens)}
            </p>
          )}
        </div>
      </div>
    </section>
  );
}
