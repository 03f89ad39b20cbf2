import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import type { TokenEndpointHandler } from "next-auth/providers/oauth";

const TEN_SECONDS = 10_000;
const TENANT = /^[0-9a-z-]{1,64}$/i;

const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

/**
 * Exchanges the code at an authority that several tenants share (`organizations`, `common`). Its
 * `issuer` holds the literal `{tenantid}`, which openid-client understands at Microsoft's own host
 * only, so the ID token is verified here: signature, the issuer of its own tenant, audience, nonce.
 * next-auth leaves the check of `state` to whoever takes over the exchange.
 */
export const sharedTenantToken: TokenEndpointHandler = {
  async request({ client, params, checks, provider }) {
    if (!checks.state || params.state !== checks.state) throw new Error("state mismatch");
    const tokens = await client.grant({
      grant_type: "authorization_code",
      code: params.code,
      redirect_uri: provider.callbackUrl,
      code_verifier: checks.code_verifier,
    });
    const { issuer, jwks_uri } = client.issuer.metadata;
    if (!tokens.id_token || !jwks_uri) throw new Error("No ID token to verify.");
    const tid = String(decodeJwt(tokens.id_token).tid);
    if (!TENANT.test(tid)) throw new Error("The ID token names no tenant.");
    const { payload } = await jwtVerify(tokens.id_token, keySet(jwks_uri), {
      issuer: issuer.replace("{tenantid}", tid),
      audience: provider.clientId,
      algorithms: ["RS256"],
      clockTolerance: 30,
    });
    // next-auth hands the nonce over as well, though its type does not say so.
    const { nonce } = checks as { nonce?: string };
    if (!nonce || payload.nonce !== nonce) throw new Error("nonce mismatch");
    return { tokens };
  },
};

/** Kept for the process: jose fetches the keys again when one is unknown. */
function keySet(url: string) {
  const known = keySets.get(url);
  if (known) return known;
  const made = createRemoteJWKSet(new URL(url), {
    timeoutDuration: TEN_SECONDS,
  });
  keySets.set(url, made);
  return made;
}
