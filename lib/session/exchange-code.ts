import { createRemoteJWKSet, decodeJwt, jwtVerify } from "jose";
import type { TokenEndpointHandler } from "next-auth/providers/oauth";
import { env } from "@/lib/env";
import { proveClient } from "@/lib/graph/prove-client";

const TEN_SECONDS = 10_000;
const TENANT = /^[0-9a-z-]{1,64}$/i;

const keySets = new Map<string, ReturnType<typeof createRemoteJWKSet>>();

/** Exchanges the code as next-auth does by itself, with the certificate's proof in place of a secret. */
export const certificateToken: TokenEndpointHandler = {
  async request({ client, params, checks, provider }) {
    const exchangeBody = await proofFor(client);
    const tokens = await client.callback(provider.callbackUrl, params, checks, { exchangeBody });
    return { tokens };
  },
};

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
      ...(await proofFor(client)),
    });
    const { issuer, jwks_uri } = client.issuer.metadata;
    if (!tokens.id_token || !jwks_uri) throw new Error("No ID token to verify.");
    const tid = String(decodeJwt(tokens.id_token).tid);
    if (!TENANT.test(tid)) throw new Error("The ID token names no tenant.");
    const keys = keySet(jwks_uri);
    const { payload, protectedHeader } = await jwtVerify(tokens.id_token, keys, {
      issuer: issuer.replace("{tenantid}", tid),
      audience: provider.clientId,
      algorithms: ["RS256"],
      clockTolerance: 30,
    });
    const key = keys.jwks()?.keys.find(({ kid }) => kid === protectedHeader.kid);
    if (!signsFor((key as { issuer?: unknown } | undefined)?.issuer, { iss: payload.iss, tid }))
      throw new Error('unexpected "iss" for the key that signed the ID token');
    // next-auth hands the nonce over as well, though its type does not say so.
    const { nonce } = checks as { nonce?: string };
    if (!nonce || payload.nonce !== nonce) throw new Error("nonce mismatch");
    return { tokens };
  },
};

/**
 * Does this key sign for the tenant that the token names? A shared authority's key set holds the keys
 * of all who sign there, each saying for whom (a key of personal accounts names their tenant): one
 * tenant's key proves nothing about another's people. A key that says nothing signs for all.
 */
export function signsFor(keyIssuer: unknown, token: { iss?: string; tid: string }): boolean {
  return typeof keyIssuer !== "string" || keyIssuer.replace("{tenantid}", token.tid) === token.iss;
}

/** Fields that prove who asks, where openid-client sends no secret itself. */
async function proofFor({
  issuer,
}: {
  issuer: { metadata: { token_endpoint?: string } };
}): Promise<Record<string, string>> {
  const { token_endpoint: endpoint } = issuer.metadata;
  if (env().entra.certificate === null || !endpoint) return {};
  return proveClient(endpoint);
}

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
