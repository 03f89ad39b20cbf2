/** More than this nobody reads through on a page. */
export const MOST_DOMAINS = 20;

/** Says that a name below a domain will do, and not the domain itself. */
const BELOW = "*.";

/**
 * Domains that somebody wrote down, in the form in which addresses are compared (lower case, IDNA):
 * one a line or with commas, `@` may stand before them, `*.` means what is below. Null when one of
 * them can be no domain.
 */
export function parseDomains(text: string): string[] | null {
  const domains = new Set<string>();
  for (const entry of text.split(/[\s,;]+/).filter(Boolean)) {
    const [, below = "", name = ""] = /^@?(\*\.)?(.*)$/.exec(entry) ?? [];
    const domain = asDomain(name);
    if (!domain) return null;
    domains.add(below + domain);
  }
  return [...domains];
}

/** A name of two or more labels; an address of a machine is none. */
function asDomain(name: string): string | null {
  if (/[^\p{L}\p{M}\p{N}.-]/u.test(name)) return null;
  const host = URL.parse(`http://${name}/`)?.hostname ?? "";
  return /^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]*[a-z0-9]$/.test(host)
    ? host
    : null;
}

/** Is a normalized address at one of these domains? Where there are none, any will do. */
export function isAtDomain(domains: readonly string[], emailNormalized: string): boolean {
  const domain = emailNormalized.slice(emailNormalized.lastIndexOf("@") + 1);
  return (
    domains.length === 0 ||
    domains.some((each) =>
      each.startsWith(BELOW) ? domain.endsWith(each.slice(1)) : domain === each,
    )
  );
}
