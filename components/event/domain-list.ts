import type { Locale } from "@/lib/i18n/locales";

/** Domains as a sentence names them: "example.org or example.com"; empty when there are none. */
export function domainList(domains: readonly string[], locale: Locale): string {
  return new Intl.ListFormat(locale, { type: "disjunction" }).format(domains);
}
