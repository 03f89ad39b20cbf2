import { LOCALE_NAMES, LOCALES, type Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

/** At the end of every page that is not the desk's. */
export function Footer({ locale }: { locale: Locale }) {
  const t = translator(locale, "common");
  return (
    <footer className="foot">
      <div className="wrap foot__in">
        <nav aria-label={t("footer.label")}>
          <ul>
            <li>
              <a href="/privacy">{t("footer.privacy")}</a>
            </li>
            <li>
              <a href="/accessibility">{t("footer.accessibility")}</a>
            </li>
          </ul>
        </nav>
        <LanguageSwitch locale={locale} label={t("footer.language")} />
        <p className="mark">{t("mark")}</p>
      </div>
    </footer>
  );
}

/** A button a language: POST /api/lang keeps the choice and leads back here by a full load. */
export function LanguageSwitch({ locale, label }: { locale: Locale; label: string }) {
  return (
    <form action="/api/lang" method="post" aria-label={label}>
      {LOCALES.map((each) =>
        each === locale ? (
          <span key={each} aria-current="true">
            {LOCALE_NAMES[each]}
          </span>
        ) : (
          <button key={each} type="submit" name="lang" value={each} lang={each}>
            {LOCALE_NAMES[each]}
          </button>
        ),
      )}
    </form>
  );
}
