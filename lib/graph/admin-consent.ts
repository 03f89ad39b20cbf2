import { env } from "@/lib/env";

/**
 * Where an administrator agrees, for their whole tenant, to all that the app registration asks for;
 * it leads back to Usher. `organizations` lets whoever opens it choose their tenant.
 */
export function adminConsentUrl(tenant: string): string {
  const { publicUrl, entra } = env();
  const where = tenant === "common" ? "organizations" : tenant;
  // Not left to Entra: without one it picks an address of the app registration, perhaps another.
  const back = `${publicUrl}/api/auth/callback/entra`;
  const query = new URLSearchParams({ client_id: entra.clientId, redirect_uri: back });
  return `${entra.authority}/${encodeURIComponent(where)}/adminconsent?${query}`;
}
