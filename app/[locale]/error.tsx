"use client";
import { useParams } from "next/navigation";
import { FailurePage } from "@/components/site/failure-page";
import { asLocale } from "@/lib/i18n/locales";

/** A page that failed, in the reader's language; the rest of the site stands. */
export default function PageError({ reset }: { error: Error; reset: () => void }) {
  const { locale } = useParams<{ locale: string }>();
  return <FailurePage locale={asLocale(locale)} again={reset} />;
}
