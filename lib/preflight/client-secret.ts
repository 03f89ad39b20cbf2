import { z } from "zod";
import { env } from "@/lib/env";
import { adminConsentUrl } from "@/lib/graph/admin-consent";
import { askTokenEndpoint } from "@/lib/graph/ask-token-endpoint";
import { codeOf, isPassing } from "@/lib/graph/token-errors";
import { TokenFault } from "@/lib/graph/token-fault";
import { ownTenants } from "./ask-entra";
import type { Check, Finding } from "./check";

/** Whatever was consented to for the application; Entra answers with a token also when that is nothing. */
const SCOPE = "https://graph.microsoft.com/.default";
const A_DAY_MS = 86_400_000;
const SOON_DAYS = 30;

/** What Entra means by refusing the application itself. */
const REASONS: Record<string, string> = {
  AADSTS7000215: "wrong",
  AADSTS7000222: "expired",
  AADSTS700027: "certificate-unknown",
  AADSTS700024: "certificate-clock",
  AADSTS700016: "unknown-client",
  AADSTS7000229: "no-consent",
  AADSTS90002: "unknown-tenant",
  AADSTS50194: "unknown-tenant",
};

const refusal = z.object({
  error: z.string(),
  error_description: z.string().nullish(),
  error_codes: z.array(z.number()).nullish().catch(null),
});

/**
 * Does Entra take the application's id with its secret, or certificate, at each tenant? Asked by
 * client credentials, the one grant that needs nobody: a token is made and thrown away.
 */
export const clientSecretCheck: Check = {
  name: "client-secret",
  async run() {
    if (env().entra.clientId === "") return { kind: "note", reason: "not-set-up" };
    const asked = Promise.all(ownTenants().map(askTenant));
    return [...(await asked), ...certificateEnds(Date.now())];
  },
};

async function askTenant(tenant: string): Promise<Finding> {
  const away: Finding = {
    kind: "red",
    reason: "unreachable",
    by: "microsoft",
    values: { tenant },
  };
  try {
    const { status, body } = await askTokenEndpoint(tenant, "client credentials", {
      grant_type: "client_credentials",
      scope: SCOPE,
    });
    if (status === 200) return { kind: "green", values: { tenant, what: what() } };
    const error = refusal.safeParse(body).data ?? { error: String(status) };
    if (isPassing(status, error.error)) return away;
    return explain(tenant, codeOf(error));
  } catch (error) {
    if (error instanceof TokenFault) return away;
    throw error;
  }
}

function explain(tenant: string, code: string): Finding {
  const reason = REASONS[code] ?? "refused";
  const values = { tenant, code };
  if (reason === "no-consent") {
    const page = adminConsentUrl(tenant);
    return { kind: "red", reason, by: "administrator", values: { ...values, page } };
  }
  return { kind: "red", reason, by: "operator", values };
}

/** A certificate says itself until when it is good; a secret doesn't. */
function certificateEnds(now: number): Finding[] {
  const { certificate } = env().entra;
  if (certificate === null) return [];
  const days = Math.floor((certificate.until.getTime() - now) / A_DAY_MS);
  const values = { day: certificate.until.toISOString().slice(0, 10), days };
  if (days < 0) return [{ kind: "red", reason: "certificate-ended", by: "operator", values }];
  return days < SOON_DAYS ? [{ kind: "note", reason: "certificate-ends", values }] : [];
}

function what(): string {
  return env().entra.certificate === null ? "secret" : "certificate";
}
