import { buttonClass } from "@/components/ui/button";
import type { Translate } from "@/lib/i18n/translator";

type FormAction = (form: FormData) => Promise<void>;

/** The account, look, language, sign out: a native popover, so that it opens without JavaScript. */
export function PersonMenu({
  person,
  theme,
  themes,
  languages,
  setTheme,
  signOut,
  words: t,
}: {
  person: { name: string; email: string | null };
  theme: string;
  themes: readonly ("system" | "light" | "dark")[];
  languages: { code: string; name: string; current: boolean }[];
  setTheme: FormAction;
  signOut: FormAction;
  words: Translate<"desk">;
}) {
  return (
    <>
      <button type="button" className="me" popoverTarget="me-menu">
        <span aria-hidden="true">{initials(person.name)}</span>
        <span className="vh">{t("bar.account", { name: person.name })}</span>
      </button>
      <div className="menu" id="me-menu" popover="auto">
        <div>
          <b>{person.name}</b>
          {person.email ? <p className="mail">{person.email}</p> : null}
        </div>
        <form action={setTheme}>
          <fieldset>
            <legend className="label">{t("bar.theme")}</legend>
            <div className="seg">
              {themes.map((each) => (
                <button
                  key={each}
                  type="submit"
                  name="theme"
                  value={each}
                  aria-pressed={each === theme}
                >
                  {t(`bar.${each}`)}
                </button>
              ))}
            </div>
          </fieldset>
        </form>
        <form action="/api/lang" method="post">
          <fieldset>
            <legend className="label">{t("bar.language")}</legend>
            <div className="seg">
              {languages.map(({ code, name, current }) => (
                <button
                  key={code}
                  type="submit"
                  name="lang"
                  value={code}
                  lang={code}
                  aria-pressed={current}
                >
                  {name}
                </button>
              ))}
            </div>
          </fieldset>
        </form>
        <form action={signOut}>
          <button type="submit" className={buttonClass({ size: "small", block: true })}>
            {t("bar.signOut")}
          </button>
        </form>
      </div>
    </>
  );
}

/** First letters of the first and last word of a name. */
export function initials(name: string): string {
  const words = name.trim().split(/\s+/);
  const letters = [words[0], words.length > 1 ? words.at(-1) : ""];
  return (
    letters
      .map((word) => [...(word ?? "")][0] ?? "")
      .join("")
      .toUpperCase() || "·"
  );
}
