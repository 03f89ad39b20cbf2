"use client";
import { useParams } from "next/navigation";
import { FailurePage } from "@/components/site/failure-page";
import { asLocale } from "@/lib/i18n/locales";

interface PageErrorProps {
  /** `digest`: what the log calls it too (instrumentation.ts). */
  error: Error & { digest?: string };
  reset: () => void;
}

/** A page that failed, in the reader's language; the rest of the site stands. */
export default function PageError({ error, reset }: PageErrorProps) {
  const { locale } = useParams<{ locale: string }>();
  return <FailurePage locale={asLocale(locale)} again={reset} reference={error.digest} />;
}
