import type { OAuthConfig } from "next-auth/providers/oauth";
import { env, isShared } from "@/lib/env";
import { displayed, identityClaims } from "./claims";
import { certificateToken, sharedTenantToken } from "./exchange-code";
import { ATTENDEE_SCOPE, organizerScope } from "./scopes";

export const ORGANIZER_PROVIDER = "entra";
export const ATTENDEE_PROVIDER = "attendee";

/** What one sign-in asks for beyond the usual. */
export interface SignInRequest {
  /**
   * Parameters of the authorization request (`login_hint`, `claims`, `prompt`, `scope`); undefined
   * takes one of the usual ones away.
   */
  authorization?: Record<string, string | undefined>;
  /** Path to come back to, kept when the sign-in fails. */
  back?: string;
  /** Tenant at whose authority an attendee signs in: guests have their tid there. */
  attendeeTenant?: string;
  /** What an attendee is asked for beyond who they are. */
  attendeeScope?: string | null;
}

/** Somebody who organizes: grants Usher to act for them. */
export function organizerProvider(request: SignInRequest): OAuthConfig<unknown> {
  return entraProvider(ORGANIZER_PROVIDER, env().entra.tenantId, {
    prompt: "select_account",
    scope: organizerScope(env().calendarScope),
    ...request.authorization,
  });
}

/** Somebody who attends: says who they are, and nothing else unless the operator chose more. */
export function attendeeProvider(request: SignInRequest): OAuthConfig<unknown> {
  return entraProvider(ATTENDEE_PROVIDER, request.attendeeTenant ?? env().entra.tenantId, {
    prompt: "select_account",
    scope: [ATTENDEE_SCOPE, request.attendeeScope].filter(Boolean).join(" "),
  });
}

/**
 * next-auth's own AzureAD provider asks a fixed address for a photo with the person's token and,
 * when that fails, sends them silently back to sign-in. Hence a plain one.
 */
function entraProvider(
  id: string,
  tenant: string,
  params: Record<string, string | undefined>,
): OAuthConfig<unknown> {
  const { authority, clientId, clientSecret, certificate } = env().entra;
  return {
    id,
    name: "Microsoft",
    type: "oauth",
    wellKnown: `${authority}/${tenant}/v2.0/.well-known/openid-configuration`,
    idToken: true,
    checks: ["pkce", "state", "nonce"],
    clientId,
    // openid-client would sign an assertion without the certificate's thumbprint: Entra takes none.
    ...(certificate === null
      ? { clientSecret, client: { token_endpoint_auth_method: "client_secret_post" } }
      : { client: { token_endpoint_auth_method: "none" }, token: certificateToken }),
    httpOptions: { timeout: 10_000 },
    authorization: { params },
    ...(isShared(tenant) && { token: sharedTenantToken }),
    profile(claims) {
      const who = identityClaims.parse(claims);
      return { id: `${who.tid}.${who.oid}`, ...displayed(who) };
    },
  };
}
