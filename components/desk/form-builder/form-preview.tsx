"use client";
import { createContext, type ReactNode, useContext, useEffect, useMemo, useState } from "react";
import { Questions } from "@/components/forms/questions";
import { askForm, type FormWords } from "@/lib/form/ask";
import type { FormDefinition } from "@/lib/form/definition";
import { dirOf, type Locale } from "@/lib/i18n/locales";
import { PREVIEW_READY, type PreviewMessage } from "./builder-state";

const Shown = createContext<FormDefinition | null>(null);

/** The form in the frame beside its editor: the server's, then whatever the editor says it is now. */
export function FormPreview({
  language,
  forms,
}: {
  language: Locale;
  /** The rest of the form in every language; each holds <LiveQuestions>. */
  forms: Record<Locale, ReactNode>;
}) {
  const [shown, setShown] = useState<
    Pick<PreviewMessage, "language"> & { definition: FormDefinition | null }
  >({
    definition: null,
    language,
  });
  useEffect(() => {
    const hear = (event: MessageEvent<PreviewMessage>) => {
      if (event.origin !== window.location.origin || event.source !== window.parent) return;
      if (event.data?.usher === "form") setShown(event.data);
    };
    window.addEventListener("message", hear);
    if (window.parent !== window) window.parent.postMessage(PREVIEW_READY, window.location.origin);
    return () => window.removeEventListener("message", hear);
  }, []);
  return (
    <Shown value={shown.definition}>
      {/* Whatever is tried here is sent nowhere. */}
      <div
        key={shown.language}
        lang={shown.language}
        dir={dirOf(shown.language)}
        onSubmit={(event) => event.preventDefault()}
      >
        {forms[shown.language]}
      </div>
    </Shown>
  );
}

/**
 * The questions of that form: those of the server until the editor has said something, since a
 * browser's own names of countries and days may be others.
 */
export function LiveQuestions({
  first,
  locale,
  words,
  errorLabel,
}: {
  first: ReactNode;
  locale: Locale;
  words: FormWords;
  errorLabel: string;
}) {
  const form = useContext(Shown);
  const asked = useMemo(() => (form ? askForm(form, locale, words) : []), [form, locale, words]);
  return form ? <Questions asked={asked} errorLabel={errorLabel} /> : first;
}
