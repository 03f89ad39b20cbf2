"use client";
import { unstable_isUnrecognizedActionError as isStale, useParams } from "next/navigation";
import { FailurePage, StalePage } from "@/components/site/failure-page";
import { asLocale } from "@/lib/i18n/locales";

interface PageErrorProps {
  /** `digest`: what the log calls it too (instrumentation.ts). */
  error: Error & { digest?: string };
  reset: () => void;
}

/** A page that failed, in the reader's language; the rest of the site stands. */
export default function PageError({ error, reset }: PageErrorProps) {
  const locale = asLocale(useParams<{ locale: string }>().locale);
  const { digest } = error;
  // Trying again would send the same thing to the same build.
  if (isStale(error)) return <StalePage locale={locale} />;
  return <FailurePage locale={locale} again={reset} reference={digest} />;
}
