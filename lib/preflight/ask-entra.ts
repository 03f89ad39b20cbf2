import { env, isShared } from "@/lib/env";
import { entraCodes } from "@/lib/graph/token-errors";

const PATIENCE_MS = 10_000;
const LONGEST = 512 * 1024;

export interface EntraAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** When half of the way there and back was over, by our clock. */
  heardAt: number;
  tookMs: number;
}

/** Entra at the configured authority; null when it doesn't answer. Follows no redirect. */
export async function askEntra(address: string): Promise<EntraAnswer | null> {
  const begun = Date.now();
  try {
    const answer = await fetch(address, {
      redirect: "manual",
      cache: "no-store",
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    const heard = Date.now();
    const text = (await answer.text()).slice(0, LONGEST);
    const { status, headers } = answer;
    return { status, headers, text, heardAt: (begun + heard) / 2, tookMs: heard - begun };
  } catch {
    return null;
  }
}

/** `AADSTS7000222`, from an error's JSON or from the page that says it; null without one. */
export function entraCode(text: string): string | null {
  const [code] = entraCodes({ error_description: text });
  return code === undefined ? null : `AADSTS${code}`;
}

/** The tenants that Usher itself signs in to: its own, or each that may bring organizers. */
export function ownTenants(): string[] {
  const { entra, organizerTenants } = env();
  return isShared(entra.tenantId) ? [...organizerTenants] : [entra.tenantId];
}

export function discoveryUrl(tenant: string): string {
  return `${env().entra.authority}/${encodeURIComponent(tenant)}/v2.0/.well-known/openid-configuration`;
}
