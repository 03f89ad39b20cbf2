"use client";
import { createContext, type ReactNode, useContext, useMemo } from "react";
import { createTranslator, useLocale } from "use-intl";
import { asLocale, type Locale } from "@/lib/i18n/locales";
import type { Translate } from "@/lib/i18n/translator";

const Words = createContext<Translate<"builder"> | null>(null);

/** The builder's own catalog: on its page alone, so that no other page of the desk carries it. */
export function BuilderWords({ messages, children }: { messages: object; children: ReactNode }) {
  const locale = useLocale();
  const t = useMemo(
    () => createTranslator({ locale, messages: messages as never, timeZone: "UTC" }),
    [locale, messages],
  );
  return <Words value={t as unknown as Translate<"builder">}>{children}</Words>;
}

export function useBuilderWords(): Translate<"builder"> {
  const t = useContext(Words);
  if (!t) throw new Error("Stands inside <BuilderWords>.");
  return t;
}

/** The language of the desk, as catalogs name it. */
export function useDeskLocale(): Locale {
  return asLocale(useLocale().slice(0, 2));
}
