import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ines, tidewater } from "../people.ts";
import { askToken, graphWith, organizerScopes, type Running, run } from "../test-tools.ts";

let running: Running;
beforeAll(async () => {
  running = await run();
});
beforeEach(() => running.control.reset());
afterAll(() => running.sandbox.stop());

const refresh = (token: string, more: Record<string, string> = {}) =>
  askToken(running.sandbox, tidewater.id, {
    grant_type: "refresh_token",
    refresh_token: token,
    ...more,
  });
const grant = () => running.control.grant(ines.oid, organizerScopes.split(" "));

test("each refresh gives a new token, and the old one goes on for a while", async () => {
  const { refreshToken } = await grant();
  const { body } = await refresh(refreshToken);
  expect(body.refresh_token).not.toBe(refreshToken);
  expect((await refresh(refreshToken)).status).toBe(200);
  expect((await refresh(body.refresh_token)).status).toBe(200);
});

test("with strict rotation a token is good once", async () => {
  await running.control.set({ strictRotation: true });
  const { refreshToken } = await grant();
  const { body } = await refresh(refreshToken);
  expect(await refresh(refreshToken)).toMatchObject({
    status: 400,
    body: { error: "invalid_grant", error_codes: [70008] },
  });
  expect((await refresh(body.refresh_token)).status).toBe(200);
});

test.each([
  [50173, "invalid_grant"],
  [700082, "invalid_grant"],
  [65001, "invalid_grant"],
  [50076, "interaction_required"],
])("a grant revoked with %i says %s", async (code, error) => {
  const { refreshToken, accessToken } = await grant();
  await running.control.revoke(ines.oid, code);
  const { status, body } = await refresh(refreshToken);
  expect(status).toBe(400);
  expect(body).toMatchObject({ error, error_codes: [code] });
  expect(body.error_description).toMatch(new RegExp(`^AADSTS${code}: .*Trace ID: .*Timestamp: `));
  const graph = graphWith(running.sandbox, accessToken);
  expect((await graph("GET", "/v1.0/me/events/none")).status).toBe(404);
});

test("revoking access too ends the access tokens given before", async () => {
  const { accessToken } = await grant();
  await running.control.revoke(ines.oid, 50173, "access");
  expect((await graphWith(running.sandbox, accessToken)("GET", "/v1.0/me")).status).toBe(401);
  const fresh = await grant();
  expect(
    (await graphWith(running.sandbox, fresh.accessToken)("GET", "/v1.0/me/events/none")).status,
  ).toBe(404);
});

test("a scope nobody consented to needs a person, an unknown one is refused", async () => {
  const { refreshToken } = await grant();
  expect((await refresh(refreshToken, { scope: "Calendars.ReadWrite" })).body.error_codes).toEqual([
    65001,
  ]);
  expect((await refresh(refreshToken, { scope: "Nonsense.Read" })).body.error).toBe(
    "invalid_scope",
  );
  const full = await refresh(refreshToken, {
    scope: "https://graph.microsoft.com/OnlineMeetings.ReadWrite offline_access",
  });
  expect(full.body.scope).toContain("OnlineMeetings.ReadWrite");
});

test("an expired client secret is the operator’s trouble", async () => {
  const { refreshToken } = await grant();
  await running.control.set({ clientSecret: "expired" });
  expect(await refresh(refreshToken)).toMatchObject({
    status: 401,
    body: { error_codes: [7000222] },
  });
});

test("access tokens end when they are told to", async () => {
  await running.control.set({ accessTokenSeconds: 1 });
  const { accessToken } = await grant();
  await new Promise((resolve) => setTimeout(resolve, 2100));
  const { status, body, headers } = await graphWith(running.sandbox, accessToken)(
    "GET",
    "/v1.0/me",
  );
  expect(status).toBe(401);
  expect(body.error.code).toBe("InvalidAuthenticationToken");
  expect(headers.get("www-authenticate")).toMatch(/^Bearer /);
});
