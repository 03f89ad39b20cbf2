import { SubmitButton } from "@/components/forms/submit-button";
import type { Translate } from "@/lib/i18n/translator";
import { State } from "../state";

/** Whom Microsoft refused for what others may mend, and the button for whoever doesn't want to wait. */
export function RefusedCard({
  count,
  tried,
  action,
  words: t,
}: {
  count: number;
  /** How many were set going just now; null: nobody pressed. */
  tried: number | null;
  action: () => Promise<void>;
  words: Translate<"checks">;
}) {
  if (count === 0 && tried === null) return null;
  return (
    <section className="card" aria-labelledby="refused">
      <header>
        <h2 id="refused">{t("refused.title")}</h2>
      </header>
      <div className="body tight test-message">
        {tried === null ? null : (
          <p role="status">
            <State tone="good" glyph="s-ok">
              {t("refused.tried", { count: tried })}
            </State>
          </p>
        )}
        {count === 0 ? null : (
          <>
            <p>{t("refused.lead", { count })}</p>
            <form action={action}>
              <SubmitButton size="small">{t("refused.button")}</SubmitButton>
            </form>
          </>
        )}
      </div>
    </section>
  );
}
