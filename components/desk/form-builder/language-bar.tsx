"use client";
import { Button } from "@/components/ui/button";
import type { FormDefinition } from "@/lib/form/definition";
import { LOCALE_NAMES, LOCALES } from "@/lib/i18n/locales";
import { useBuilderWords } from "./builder-words";
import { missingTexts } from "./edit-form";

type Language = FormDefinition["languages"][number];

/** In which languages the questions are asked, and which one is written now. */
export function LanguageBar({
  form,
  language,
  onLanguage,
  onChange,
}: {
  form: FormDefinition;
  language: Language;
  onLanguage: (language: Language) => void;
  onChange: (languages: Language[]) => void;
}) {
  const t = useBuilderWords();
  const { languages } = form;
  const [first = LOCALES[0]] = languages;
  return (
    <div className="languages">
      <details>
        <summary>
          {t("languages.legend")}
          <span className="hint">{languages.map((code) => LOCALE_NAMES[code]).join(", ")}</span>
        </summary>
        <fieldset>
          <legend className="vh">{t("languages.legend")}</legend>
          <p className="hint">{t("languages.help")}</p>
          {LOCALES.map((code) => (
            <label className="check" key={code}>
              <input
                type="checkbox"
                checked={languages.includes(code)}
                disabled={code === first}
                onChange={({ target }) =>
                  onChange(
                    target.checked
                      ? [...languages, code]
                      : languages.filter((other) => other !== code),
                  )
                }
              />
              {code === first
                ? t("languages.first", { language: LOCALE_NAMES[code] })
                : LOCALE_NAMES[code]}
            </label>
          ))}
        </fieldset>
      </details>
      {languages.length > 1 ? (
        <div className="writing">
          <fieldset className="seg">
            <legend className="vh">{t("languages.write")}</legend>
            {languages.map((code) => (
              <button
                key={code}
                type="button"
                lang={code}
                aria-pressed={code === language}
                onClick={() => onLanguage(code)}
              >
                {LOCALE_NAMES[code]}
              </button>
            ))}
          </fieldset>
          {language === first ? null : (
            <Button
              size="small"
              variant="quiet"
              onClick={() => onChange([language, ...languages.filter((code) => code !== language)])}
            >
              {t("languages.makeFirst")}
            </Button>
          )}
          {language === first ? null : (
            <span className="hint">
              {t("languages.missing", {
                count: missingTexts(form, language),
                language: LOCALE_NAMES[first],
              })}
            </span>
          )}
        </div>
      ) : null}
    </div>
  );
}
