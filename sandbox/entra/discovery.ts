import { type Context, entraUrl, graphUrl } from "../context.ts";
import { type Answer, json } from "../http.ts";
import type { Authority } from "./authorities.ts";
import { signingKey } from "./keys.ts";

const clouds = {
  global: { cloud_instance_name: "sandbox" },
  usgov: { cloud_instance_name: "microsoftonline.us", msgraph_host: "graph.microsoft.us" },
  china: {
    cloud_instance_name: "partner.microsoftonline.cn",
    msgraph_host: "microsoftgraph.chinacloudapi.cn",
  },
};

export function discovery(context: Context, authority: Authority): Answer {
  const base = `${entraUrl(context)}/${authority.segment}`;
  const issuerTenant = authority.tenant?.id ?? "{tenantid}";
  return json(200, {
    token_endpoint: `${base}/oauth2/v2.0/token`,
    token_endpoint_auth_methods_supported: [
      "client_secret_post",
      "private_key_jwt",
      "client_secret_basic",
    ],
    jwks_uri: `${base}/discovery/v2.0/keys`,
    response_modes_supported: ["query"],
    subject_types_supported: ["pairwise"],
    id_token_signing_alg_values_supported: ["RS256"],
    response_types_supported: ["code"],
    scopes_supported: ["openid", "profile", "email", "offline_access"],
    issuer: `${entraUrl(context)}/${issuerTenant}/v2.0`,
    request_uri_parameter_supported: false,
    userinfo_endpoint: `${graphUrl(context)}/oidc/userinfo`,
    authorization_endpoint: `${base}/oauth2/v2.0/authorize`,
    end_session_endpoint: `${base}/oauth2/v2.0/logout`,
    http_logout_supported: false,
    frontchannel_logout_supported: true,
    claims_supported: [
      "sub",
      "iss",
      "aud",
      "exp",
      "iat",
      "nonce",
      "preferred_username",
      "name",
      "tid",
      "oid",
      "ver",
      "email",
    ],
    code_challenge_methods_supported: ["S256"],
    tenant_region_scope: null,
    ...clouds[context.settings.cloud],
  });
}

export async function keys(context: Context): Promise<Answer> {
  const { publicJwk } = await signingKey(context);
  // Says for whom it signs: any directory, each under its own name.
  const issuer = `${entraUrl(context)}/{tenantid}/v2.0`;
  return json(200, { keys: [{ ...publicJwk, issuer }] });
}
