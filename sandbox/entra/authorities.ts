import { type Person, people, personalTenantId, type Tenant, tenants } from "../people.ts";

/** The `{tenant}` of an address: one directory, or one of the words for many. */
export interface Authority {
  segment: string;
  /** Null for `organizations`, `common` and `consumers`. */
  tenant: Tenant | null;
}

export function findAuthority(segment: string): Authority | null {
  const word = segment.toLowerCase();
  if (["organizations", "common", "consumers"].includes(word))
    return { segment: word, tenant: null };
  const tenant = tenants.find(({ id, domain }) => id === word || domain === word);
  return tenant === undefined ? null : { segment, tenant };
}

export function mayEnter(authority: Authority, person: Person): boolean {
  if (authority.tenant !== null) return person.tid === authority.tenant.id;
  const isPersonal = person.tid === personalTenantId;
  if (authority.segment === "organizations") return !isPersonal;
  return authority.segment === "common" || isPersonal;
}

export function peopleFor(authority: Authority): { welcome: Person[]; others: Person[] } {
  return {
    welcome: people.filter((person) => mayEnter(authority, person)),
    others: people.filter((person) => !mayEnter(authority, person)),
  };
}
