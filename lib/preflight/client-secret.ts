import { env } from "@/lib/env";
import { tokenEndpoint } from "@/lib/graph/token-endpoint";
import { askEntra, entraCode, ownTenants } from "./ask-entra";
import type { Check, Finding } from "./check";

/** Whatever was consented to for the application; Entra answers with a token also when that is nothing. */
const SCOPE = "https://graph.microsoft.com/.default";

/** What Entra means by refusing the application itself. */
const REASONS: Record<string, string> = {
  AADSTS7000215: "wrong",
  AADSTS7000222: "expired",
  AADSTS700016: "unknown-client",
  AADSTS7000229: "no-consent",
  AADSTS90002: "unknown-tenant",
  AADSTS50194: "unknown-tenant",
};

/**
 * Does Entra take the application's id and secret? Asked by client credentials, the one grant that
 * needs nobody: a token is made and thrown away.
 */
export const clientSecretCheck: Check = {
  name: "client-secret",
  async run() {
    if (env().entra.clientId === "") return { kind: "note", reason: "not-set-up" };
    return Promise.all(ownTenants().map(askTenant));
  },
};

async function askTenant(tenant: string): Promise<Finding> {
  const { clientId, clientSecret } = env().entra;
  const answer = await askEntra(
    await tokenEndpoint(tenant, AbortSignal.timeout(10_000)),
    new URLSearchParams({
      grant_type: "client_credentials",
      client_id: clientId,
      client_secret: clientSecret,
      scope: SCOPE,
    }),
  );
  if (!answer || answer.status === 429 || answer.status >= 500)
    return { kind: "red", reason: "unreachable", by: "microsoft", values: { tenant } };
  if (answer.status === 200) return { kind: "green", values: { tenant } };
  const code = entraCode(answer.text) ?? String(answer.status);
  const reason = REASONS[code] ?? "refused";
  if (reason === "no-consent") {
    const page = `${env().entra.authority}/${tenant}/adminconsent?client_id=${clientId}`;
    return { kind: "red", reason, by: "administrator", values: { tenant, code, page } };
  }
  return { kind: "red", reason, by: "operator", values: { tenant, code } };
}
