import { type Env, isShared, PERSONAL_ACCOUNTS } from "@/lib/env";
import { shortScopes } from "@/lib/graph/scopes";
import type { IdentityClaims } from "./claims";
import { hasRole, same } from "./held-role";
import type { Problem } from "./problems";
import { lacksScopes } from "./scopes";

const DIRECTORY_ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

export type OrganizerRules = Pick<
  Env,
  "entra" | "organizerTenants" | "organizerRole" | "calendarScope"
>;

/**
 * Whether somebody with these claims and this grant may organize here; null when they may. The
 * claims are those of a verified ID token. Order matters: who they are comes before what they
 * granted, so that nobody is sent to consent and refused afterwards.
 */
export function admitOrganizer(
  claims: IdentityClaims,
  grant: { scope?: string | null; refresh_token?: string | null },
  rules: OrganizerRules,
): Problem | null {
  if (same(claims.tid, PERSONAL_ACCOUNTS)) return "personal-account";
  if (!isAdmittedTenant(claims.tid, rules))
    return isShared(rules.entra.tenantId) ? "unlisted-tenant" : "wrong-tenant";
  if (rules.organizerRole !== null && !hasRole(claims, rules.organizerRole)) return "not-organizer";
  // No `scope` in the answer means that all was granted that was asked for (RFC 6749, 5.1).
  if (grant.scope && lacksScopes(shortScopes(grant.scope), rules.calendarScope))
    return "missing-scopes";
  if (!grant.refresh_token) return "no-refresh-token";
  return null;
}

/**
 * Whether people of this tenant may organize here. With a domain as ENTRA_TENANT_ID the authority
 * itself lets in nobody else.
 */
export function isAdmittedTenant(
  tid: string,
  { entra, organizerTenants }: Pick<OrganizerRules, "entra" | "organizerTenants">,
): boolean {
  if (same(tid, PERSONAL_ACCOUNTS)) return false;
  if (organizerTenants.length > 0) return organizerTenants.some((tenant) => same(tenant, tid));
  return !DIRECTORY_ID.test(entra.tenantId) || same(entra.tenantId, tid);
}
