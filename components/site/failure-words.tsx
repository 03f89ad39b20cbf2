import { CATALOGS } from "@/lib/i18n/catalogs";
import type { Locale } from "@/lib/i18n/locales";
import { FAILURE_WORDS, type FailureSaid } from "./read-failure-words";

/**
 * What a page says when it fails in the browser, in its own language: in the page, since whatever
 * failed (the network, a deploy meanwhile) may keep anything else from being loaded, and not in the
 * script, which would hold every language.
 */
export function FailureWords({ locale }: { locale: Locale }) {
  const { failure, unavailable, stale, tooLarge } = CATALOGS[locale].bare;
  const { reference, ...failed } = failure;
  const { reload, ...updated } = stale;
  const said: FailureSaid = [
    { ...failed, hint: reference },
    unavailable,
    { ...updated, again: reload },
    tooLarge,
  ];
  return <template id={FAILURE_WORDS} data-words={JSON.stringify(said)} />;
}
