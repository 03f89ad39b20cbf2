import { expect, it } from "vitest";
import { administratorRole } from "./administrator-role";

const TENANT = "74696465-7761-4465-8272-000000000001";
const OTHER = "6e6f7274-686d-4f6f-8272-000000000001";
const ROLE = "Usher.Administrator";

it.each([
  ["by an app role", { tid: TENANT, roles: [ROLE] }, [], ROLE, ROLE],
  ["by a group, in any case", { tid: TENANT, groups: ["usher.administrator"] }, [], ROLE, ROLE],
  ["not by another role", { tid: TENANT, roles: ["Usher.Organizer"] }, [], ROLE, null],
  ["not without one", { tid: TENANT }, [], ROLE, null],
  ["nobody where none is set", { tid: TENANT, roles: [ROLE] }, [], null, null],
  ["of the first of several tenants", { tid: TENANT, roles: [ROLE] }, [TENANT, OTHER], ROLE, ROLE],
  [
    "not of the others, who give it themselves",
    { tid: OTHER, roles: [ROLE] },
    [TENANT, OTHER],
    ROLE,
    null,
  ],
])("%s", (_name, held, organizerTenants, set, role) => {
  expect(administratorRole(held, { administratorRole: set, organizerTenants })).toBe(role);
});
