"use client";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import english from "@/messages/en/bare.json";
import french from "@/messages/fr/bare.json";

// Straight from the catalogs: these are in every page's script, and a translator is heavy.
const WORDS: Record<Locale, typeof english> = {
  en: english,
  fr: french,
};

/** "That didn't work": what an error boundary shows. */
export function FailurePage({ locale, again }: { locale: Locale; again: () => void }) {
  const { title, lead, again: words } = WORDS[locale].failure;
  return (
    <BarePage title={title} lead={lead}>
      <Button variant="primary" onClick={again}>
        {words}
      </Button>
    </BarePage>
  );
}

/** "There's nothing here": what a not-found boundary shows. */
export function MissingPage({ locale }: { locale: Locale }) {
  const { title, lead, home } = WORDS[locale].notFound;
  return (
    <BarePage title={title} lead={lead}>
      <ButtonLink href="/">{home}</ButtonLink>
    </BarePage>
  );
}

function BarePage({ title, lead, children }: { title: string; lead: string; children: ReactNode }) {
  return (
    <div className="public" data-accent="velvet">
      <main id="main" tabIndex={-1} className="wrap narrow plain">
        <h1 className="h1">{title}</h1>
        <p className="lead">{lead}</p>
        <div className="actions">{children}</div>
      </main>
    </div>
  );
}
