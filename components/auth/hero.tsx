import type { Translate } from "@/lib/i18n/translator";
import { House } from "./house";

/** What Usher is, beside the way in. */
export function Hero({ t }: { t: Translate<"auth"> }) {
  return (
    <header className="auth__hero">
      <a className="auth__brand" href="/">
        <svg viewBox="0 0 24 18" aria-hidden="true" focusable="false">
          <path
            className="auth__ticket"
            d="M2 0h20a2 2 0 0 1 2 2v4.200a2.800 2.800 0 0 0 0 5.600V16a2 2 0 0 1-2 2H2a2 2 0 0 1-2-2v-4.200a2.800 2.800 0 0 0 0-5.600V2a2 2 0 0 1 2-2z"
          />
          <path className="auth__tear" d="M15.500 3v12" />
        </svg>
        <b>Usher</b>
      </a>
      <div className="auth__middle">
        <h1>{t.rich("hero.title", { em: (words) => <em>{words}</em> })}</h1>
        <p className="auth__lead">{t("hero.lead")}</p>
        <House label={t("hero.picture")} />
        <p className="auth__caption">{t("hero.caption")}</p>
      </div>
      <p className="auth__hint">{t("hero.attending")}</p>
    </header>
  );
}
