import { disposableEmailBlocklistSet } from "disposable-email-domains-js";

let known: Set<string> | null = null;

/**
 * Is a normalized address at a service that gives addresses out for minutes, by a list that people
 * keep? New services are not in it: it keeps out who is in a hurry, not who means to.
 */
export function isThrowaway(emailNormalized: string): boolean {
  known ??= disposableEmailBlocklistSet();
  let domain = emailNormalized.slice(emailNormalized.lastIndexOf("@") + 1);
  while (domain.includes(".")) {
    if (known.has(domain)) return true;
    domain = domain.slice(domain.indexOf(".") + 1);
  }
  return false;
}
