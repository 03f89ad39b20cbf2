import { describe, expect, it } from "vitest";
import { admitOrganizer, type OrganizerRules } from "./admit-organizer";
import type { IdentityClaims } from "./claims";

const TENANT = "74696465-7761-4465-8272-000000000001";
const OTHER = "6e6f7274-686d-4f6f-8272-000000000001";
const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

const claims = (given: Partial<IdentityClaims> = {}): IdentityClaims => ({
  tid: TENANT,
  oid: "1e500000-0000-4000-8000-000000000001",
  ...given,
});
const grant = {
  scope: "openid https://graph.microsoft.com/OnlineMeetings.ReadWrite Calendars.ReadBasic",
  refresh_token: "r",
};
const rules = (given: Partial<OrganizerRules> = {}, tenantId = TENANT): OrganizerRules => ({
  entra: {
    tenantId,
    clientId: "c",
    clientSecret: "s",
    certificate: null,
    authority: "https://authority.example",
  },
  organizerTenants: [],
  organizerRole: null,
  calendarScope: "Calendars.ReadBasic",
  ...given,
});

describe("admitOrganizer", () => {
  it("lets in a member of the tenant who granted everything", () => {
    expect(admitOrganizer(claims(), grant, rules())).toBeNull();
    expect(admitOrganizer(claims({ tid: TENANT.toUpperCase() }), grant, rules())).toBeNull();
  });

  it("knows personal accounts, whichever tenants are let in", () => {
    const shared = rules({ organizerTenants: [TENANT, PERSONAL] }, "common");
    expect(admitOrganizer(claims({ tid: PERSONAL }), grant, shared)).toBe("personal-account");
  });

  it("lets in the tenants that the operator named", () => {
    const shared = rules({ organizerTenants: [TENANT] }, "organizations");
    expect(admitOrganizer(claims(), grant, shared)).toBeNull();
    expect(admitOrganizer(claims({ tid: OTHER }), grant, shared)).toBe("unlisted-tenant");
    expect(admitOrganizer(claims({ tid: OTHER }), grant, rules())).toBe("wrong-tenant");
    // A domain says nothing about a tid: the authority lets in nobody else.
    expect(admitOrganizer(claims(), grant, rules({}, "tidewater.example"))).toBeNull();
  });

  it.each([
    [{ roles: ["Usher.Organizer"] }, null],
    [{ groups: ["usher.organizer"] }, null],
    [{ roles: ["Other"], groups: [] }, "not-organizer"],
    [{}, "not-organizer"],
  ] as const)("with a role asked for, %j gives %s", (given, problem) => {
    const restricted = rules({ organizerRole: "Usher.Organizer" });
    const held = claims(given as Partial<IdentityClaims>);
    expect(admitOrganizer(held, grant, restricted)).toBe(problem);
  });

  it.each([
    ["Calendars.ReadBasic", "missing-scopes"],
    ["OnlineMeetings.ReadWrite", "missing-scopes"],
    ["onlinemeetings.readwrite calendars.read", null],
    ["OnlineMeetings.ReadWrite Calendars.ReadWrite", null],
    // No scope in the answer: everything that was asked for.
    [undefined, null],
  ])("granted %s: %s", (scope, problem) => {
    expect(admitOrganizer(claims(), { ...grant, scope }, rules())).toBe(problem);
  });

  it("wants to stay connected", () => {
    expect(admitOrganizer(claims(), { scope: grant.scope }, rules())).toBe("no-refresh-token");
  });

  it("says who they are before what they granted", () => {
    const restricted = rules({ organizerRole: "Usher.Organizer" });
    expect(admitOrganizer(claims(), { scope: "openid" }, restricted)).toBe("not-organizer");
  });
});
