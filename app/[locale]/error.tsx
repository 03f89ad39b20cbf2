"use client";
import {
  unstable_isUnrecognizedActionError as isStale,
  useParams,
  useRouter,
} from "next/navigation";
import { startTransition } from "react";
import { FailurePage, StalePage, UnavailablePage } from "@/components/site/failure-page";
import { TROUBLE_DIGEST } from "@/lib/db/trouble-digest";
import { asLocale } from "@/lib/i18n/locales";

interface PageErrorProps {
  /** `digest`: what the log calls it too (instrumentation.ts). */
  error: Error & { digest?: string };
  reset: () => void;
}

/** A page that failed, in the reader's language; the rest of the site stands. */
export default function PageError({ error, reset }: PageErrorProps) {
  const locale = asLocale(useParams<{ locale: string }>().locale);
  const router = useRouter();
  const { digest } = error;
  // Trying again would send the same thing to the same build.
  if (isStale(error)) return <StalePage locale={locale} />;
  if (digest === TROUBLE_DIGEST) {
    // Only the server knows whether it is over: to render once more what it said changes nothing.
    const again = () =>
      startTransition(() => {
        router.refresh();
        reset();
      });
    return <UnavailablePage locale={locale} again={again} />;
  }
  return <FailurePage locale={locale} again={reset} reference={digest} />;
}
