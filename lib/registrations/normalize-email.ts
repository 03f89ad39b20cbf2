import { domainToASCII } from "node:url";

/**
 * The form under which an address is unique at an event: trimmed, lower case, domain in IDNA
 * (`José@BÜCHER.example` → `josé@xn--bcher-kva.example`); dots and plus are kept.
 * Answers null when the domain cannot be one.
 */
export function normalizeEmail(email: string): string | null {
  const at = email.lastIndexOf("@");
  const domain = domainToASCII(email.slice(at + 1).trim());
  if (at < 1 || !domain) return null;
  return `${email.slice(0, at).trim().normalize("NFC").toLowerCase()}@${domain.toLowerCase()}`;
}
