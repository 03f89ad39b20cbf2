"use client";
import "./styles/globals.css";
import "./styles/public.css";
import { useSyncExternalStore } from "react";
import { FailurePage, UnavailablePage } from "@/components/site/failure-page";
import { TROUBLE_DIGEST } from "@/lib/db/trouble-digest";
import { asLocale, dirOf, LOCALE_COOKIE } from "@/lib/i18n/locales";

const unchanging = () => () => {};

interface GlobalErrorProps {
  error: Error & { digest?: string };
  reset: () => void;
}

/** The root layout itself failed. Own markup: Next's has inline styles, which the policy refuses. */
export default function GlobalError({ error, reset }: GlobalErrorProps) {
  const chosen = useSyncExternalStore(unchanging, readLanguage, () => "en");
  const locale = asLocale(chosen);
  return (
    <html lang={locale} dir={dirOf(locale)}>
      <body>
        <title>Usher</title>
        {error.digest === TROUBLE_DIGEST ? (
          <UnavailablePage locale={locale} again={() => window.location.reload()} />
        ) : (
          <FailurePage locale={locale} again={reset} reference={error.digest} />
        )}
      </body>
    </html>
  );
}

function readLanguage(): string {
  const cookie = new RegExp(`(?:^|; )${LOCALE_COOKIE}=([a-z]{2})`).exec(document.cookie)?.[1];
  return cookie ?? navigator.language.slice(0, 2);
}
