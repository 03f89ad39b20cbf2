"use client";
import type { ReactNode } from "react";
import { Button, ButtonLink } from "@/components/ui/button";
import type { Locale } from "@/lib/i18n/locales";
import german from "@/messages/de/bare.json";
import english from "@/messages/en/bare.json";
import spanish from "@/messages/es/bare.json";
import french from "@/messages/fr/bare.json";

// Straight from the catalogs: these are in every page's script, and a translator is heavy.
const WORDS: Record<Locale, typeof english> = {
  en: english,
  de: german,
  es: spanish,
  fr: french,
};

interface FailurePageProps {
  locale: Locale;
  again: () => void;
  /** What the operator finds in the log; none for what failed in the browser itself. */
  reference: string | undefined;
}

/** "That didn't work": what an error boundary shows. */
export function FailurePage({ locale, again, reference }: FailurePageProps) {
  const { title, lead, again: words, reference: told } = WORDS[locale].failure;
  const hint = reference ? told.replace("{reference}", reference) : undefined;
  return (
    <BarePage title={title} lead={lead} hint={hint}>
      <Button variant="primary" onClick={again}>
        {words}
      </Button>
    </BarePage>
  );
}

/** "We can't get at our records": the database is away; nothing is wrong with what was asked. */
export function UnavailablePage({ locale, again }: Pick<FailurePageProps, "locale" | "again">) {
  const { title, lead, again: words } = WORDS[locale].unavailable;
  return (
    <BarePage title={title} lead={lead}>
      <Button variant="primary" onClick={again}>
        {words}
      </Button>
    </BarePage>
  );
}

/** "This page was updated meanwhile": what it sends is known no more, and only a new one helps. */
export function StalePage({ locale }: { locale: Locale }) {
  const { title, lead, reload } = WORDS[locale].stale;
  return (
    <BarePage title={title} lead={lead}>
      <Button variant="primary" onClick={() => window.location.reload()}>
        {reload}
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

interface BarePageProps {
  title: string;
  lead: string;
  hint?: string | undefined;
  children: ReactNode;
}

function BarePage({ title, lead, hint, children }: BarePageProps) {
  return (
    <div className="public" data-accent="velvet">
      <main id="main" tabIndex={-1} className="wrap narrow plain">
        <h1 className="h1">{title}</h1>
        <p className="lead">{lead}</p>
        {hint ? <p className="hint">{hint}</p> : null}
        <div className="actions">{children}</div>
      </main>
    </div>
  );
}
