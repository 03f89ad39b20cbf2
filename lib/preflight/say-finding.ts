import type { Locale } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";
import type { Finding } from "./check";
import { FAILED, OPERATOR_WORDS } from "./operator-words";

/** A finding in words. */
export interface Said {
  title: string;
  said: string;
  /** The next step; empty where all is well. */
  next: string;
  /** To be opened or copied, by whoever takes the step. */
  page?: string;
  command?: string;
}

/** What one of the operator's checks found, in English. */
export function sayForOperator(name: string, finding: Finding): Said {
  const words = OPERATOR_WORDS[name];
  const values = finding.values ?? {};
  const title = words?.title ?? name;
  if (finding.kind === "green") return { title, said: words?.green(values) ?? "", next: "" };
  const [said, next] = (words?.reasons[finding.reason] ?? FAILED)(values);
  return { title, said, next };
}

/** What one of an organizer's checks found, in the words of their own page. */
export function sayForOrganizer(name: string, finding: Finding, locale: Locale): Said {
  const t = translator(locale, "checks");
  const title = finding.about?.title ?? t(`name.${name}` as "name.connection");
  if (finding.kind === "green")
    return { title, said: t(`fine.${name}` as "fine.connection"), next: "" };
  const { why, page, command, ...values } = finding.values ?? {};
  const key = `reason.${finding.reason}.said` as "reason.broken.said";
  return {
    title,
    said: t(key, { ...values, why: sayWhy(why, locale) }),
    next: t(`reason.${finding.reason}.next` as "reason.broken.next"),
    ...(page && { page: String(page) }),
    ...(command && { command: String(command) }),
  };
}

function sayWhy(why: unknown, locale: Locale): string {
  const reasons = translator(locale, "reasons");
  const key = `connection.${why}` as "connection.revoked";
  return reasons(reasons.has(key) ? key : "connection.interaction");
}
