import type { IdentityClaims } from "./claims";

/** Does the token say this role, among app roles or groups? Groups are told by their ids. */
export function hasRole(
  { roles, groups }: Pick<IdentityClaims, "roles" | "groups">,
  role: string,
): boolean {
  return [...(roles ?? []), ...(groups ?? [])].some((held) => same(held, role));
}

/** Entra takes ids and names in any case. */
export function same(one: string, other: string): boolean {
  return one.toLowerCase() === other.toLowerCase();
}
