import { expect, it } from "vitest";
import { signsFor } from "./exchange-code";

const AUTHORITY = "https://login.microsoftonline.com";
const TENANT = "74696465-7761-4465-8272-000000000001";
const PERSONAL = "9188040d-6c67-4c5b-b112-36a304b66dad";

it.each([
  ["of every tenant", `${AUTHORITY}/{tenantid}/v2.0`, true],
  ["of this tenant", `${AUTHORITY}/${TENANT}/v2.0`, true],
  ["of personal accounts", `${AUTHORITY}/${PERSONAL}/v2.0`, false],
  ["that says nothing", undefined, true],
])("a key %s", (_name, keyIssuer, signs) => {
  const token = { iss: `${AUTHORITY}/${TENANT}/v2.0`, tid: TENANT };
  expect(signsFor(keyIssuer, token)).toBe(signs);
});
