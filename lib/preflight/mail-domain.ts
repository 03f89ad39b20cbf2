import { Resolver } from "node:dns/promises";
import { env, isLoopback } from "@/lib/env";
import { addressOf } from "@/lib/mail/header-text";
import type { Check, Finding } from "./check";

const PATIENCE_MS = 3_000;

/**
 * Hints that mail from MAIL_FROM's domain is believed: an SPF record, and whether the domain has any
 * DKIM key at all. Selectors can't be listed, but a name server says of `_domainkey` that it exists
 * as soon as there is one below it (RFC 8020). Hints only: whether a mail arrives, a test shows.
 */
export function makeMailDomainCheck(
  resolver = new Resolver({ timeout: PATIENCE_MS, tries: 1 }),
): Check {
  return {
    name: "mail-domain",
    async run() {
      const domain = addressOf(env().mailFrom).split("@")[1]?.toLowerCase() ?? "";
      const values = { domain };
      if (isLoopback(domain) || /(^|\.)(example|test|invalid|local)$/.test(domain))
        return { kind: "note", reason: "no-domain", values };
      const note = (reason: string): Finding => ({ kind: "note", reason, values });
      const [spf, dkim] = await Promise.all([
        look(resolver, domain),
        look(resolver, `_domainkey.${domain}`),
      ]);
      if (spf === "untold") return note("untold");
      const found: Finding[] = [];
      if (spf === "nothing" || !spf.some((text) => /^v=spf1(\s|$)/i.test(text)))
        found.push(note("no-spf"));
      if (dkim === "nothing") found.push(note("no-dkim"));
      return found.length > 0 ? found : { kind: "green", values };
    },
  };
}

/** TXT records; `nothing` when there is no such name, `untold` when nobody says. */
async function look(resolver: Resolver, name: string): Promise<string[] | "nothing" | "untold"> {
  try {
    return (await resolver.resolveTxt(name)).map((parts) => parts.join(""));
  } catch (error) {
    const { code } = error as { code?: string };
    if (code === "ENODATA") return [];
    return code === "ENOTFOUND" ? "nothing" : "untold";
  }
}
