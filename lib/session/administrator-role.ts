import type { Env } from "@/lib/env";
import type { IdentityClaims } from "./claims";
import { hasRole, same } from "./held-role";

/**
 * The role by which somebody may see the whole installation's check; null: they may not. Asked at
 * the sign-in, and of what the session kept at each look, so that another setting counts at once.
 * Each tenant gives an app's roles to whom it likes: of several, the first that is named counts.
 */
export function administratorRole(
  held: Pick<IdentityClaims, "tid" | "roles" | "groups">,
  { administratorRole: role, organizerTenants: [first] }: AdministratorRules,
): string | null {
  if (role === null || (first !== undefined && !same(first, held.tid))) return null;
  return hasRole(held, role) ? role : null;
}

type AdministratorRules = Pick<Env, "administratorRole" | "organizerTenants">;
