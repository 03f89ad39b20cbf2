import { createRemoteJWKSet, jwtVerify } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { aiko, ines, tidewater } from "../people.ts";
import { signInAt } from "../sign-in.ts";
import { askToken, type Running, redirectUri, run, startFlow } from "../test-tools.ts";

let running: Running;
beforeAll(async () => {
  running = await run();
});
afterAll(() => running.sandbox.stop());

async function codeFor(
  oid: string,
  more: Record<string, string | null> = {},
  tenant = tidewater.id,
) {
  const flow = startFlow(running.sandbox, tenant, more);
  const landed = await signInAt(flow.url, oid);
  return { ...flow, landed, code: landed.searchParams.get("code") ?? "" };
}

const redeem = (code: string, verifier: string, more: Record<string, string> = {}) =>
  askToken(running.sandbox, tidewater.id, {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
    ...more,
  });

test("the whole code flow, with an ID token that checks", async () => {
  const { sandbox } = running;
  const wellKnown = `${sandbox.entraUrl}/${tidewater.id}/v2.0/.well-known/openid-configuration`;
  const discovered = (await (await fetch(wellKnown)).json()) as Record<string, string>;
  const { code, verifier, landed } = await codeFor(ines.oid);
  expect(landed.origin + landed.pathname).toBe(redirectUri);
  expect(landed.searchParams.get("state")).toBe("the-state");

  const { status, body } = await redeem(code, verifier);
  expect(status).toBe(200);
  expect(body.scope.split(" ").sort()).toEqual(
    ["Calendars.ReadBasic", "OnlineMeetings.ReadWrite", "email", "openid", "profile"].sort(),
  );
  expect(body.expires_in).toBe(3600);
  expect(body.access_token.length).toBeGreaterThan(1200);

  const keys = createRemoteJWKSet(new URL(String(discovered.jwks_uri)));
  const { payload } = await jwtVerify(body.id_token, keys, {
    issuer: discovered.issuer,
    audience: sandbox.clientId,
    algorithms: ["RS256"],
  });
  expect(payload).toMatchObject({
    oid: ines.oid,
    tid: tidewater.id,
    name: "Ines Castillo",
    preferred_username: "ines@tidewater.example",
    email: "ines@tidewater.example",
    nonce: "the-nonce",
    ver: "2.0",
    roles: ["Usher.Organizer"],
  });
  expect(payload.sub).not.toBe(ines.oid);
});

test("a code is good once, for its verifier and its address alone", async () => {
  const { code, verifier } = await codeFor(ines.oid);
  const wrong = await redeem(code, "a".repeat(43));
  expect(wrong).toMatchObject({
    status: 400,
    body: { error: "invalid_grant", error_codes: [501481] },
  });
  expect((await redeem(code, "")).body.error).toBe("invalid_grant");
  const elsewhere = await redeem(code, verifier, { redirect_uri: "http://localhost:3000/other" });
  expect(elsewhere.body.error_codes).toEqual([500112]);
  expect((await redeem(code, verifier)).status).toBe(200);
  const replay = await redeem(code, verifier);
  expect(replay).toMatchObject({
    status: 400,
    body: { error: "invalid_grant", error_codes: [54005] },
  });
  expect(replay.body.error_description).toMatch(/^AADSTS54005: /);
});

test("the client proves itself, by post or by basic authentication", async () => {
  const { sandbox } = running;
  const { code, verifier } = await codeFor(ines.oid);
  const form = {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  };
  const wrong = await askToken(sandbox, tidewater.id, { ...form, client_secret: "guess" });
  expect(wrong).toMatchObject({
    status: 401,
    body: { error: "invalid_client", error_codes: [7000215] },
  });
  const unescaped = Buffer.from(`${sandbox.clientId}:${sandbox.clientSecret}`).toString("base64");
  const sloppy = await askToken(sandbox, tidewater.id, form, {
    authorization: `Basic ${unescaped}`,
  });
  expect(sloppy.body.error_codes).toEqual([7000215]);
  const escaped = Buffer.from(
    `${sandbox.clientId}:${encodeURIComponent(sandbox.clientSecret)}`,
  ).toString("base64");
  const right = await askToken(sandbox, tidewater.id, form, { authorization: `Basic ${escaped}` });
  expect(right.status).toBe(200);
});

test("an address that is not on the list gets neither code nor error", async () => {
  const flow = startFlow(running.sandbox, tidewater.id, {
    redirect_uri: "http://localhost:3000/evil",
  });
  const response = await fetch(flow.url, { redirect: "manual" });
  expect(response.status).toBe(400);
  expect(response.headers.get("location")).toBeNull();
  expect(await response.text()).toContain("AADSTS50011");
});

test("without PKCE there is no code", async () => {
  const ways: Record<string, string | null>[] = [
    { code_challenge: null },
    { code_challenge_method: "plain" },
    { code_challenge_method: null },
  ];
  for (const more of ways) {
    const { url } = startFlow(running.sandbox, tidewater.id, more);
    const response = await fetch(url, { redirect: "manual" });
    const location = new URL(response.headers.get("location") ?? "");
    expect(location.searchParams.get("error")).toBe("invalid_request");
    expect(location.searchParams.get("state")).toBe("the-state");
  }
});

test("organizations names no tenant in its issuer, and the person’s own in the token", async () => {
  const { sandbox } = running;
  const response = await fetch(
    `${sandbox.entraUrl}/organizations/v2.0/.well-known/openid-configuration`,
  );
  const { issuer } = (await response.json()) as { issuer: string };
  expect(issuer).toBe(`${sandbox.entraUrl}/{tenantid}/v2.0`);
  const { code, verifier } = await codeFor(aiko.oid, {}, "organizations");
  const { body } = await askToken(sandbox, "organizations", {
    grant_type: "authorization_code",
    code,
    code_verifier: verifier,
    redirect_uri: redirectUri,
  });
  const claims = JSON.parse(Buffer.from(body.id_token.split(".")[1] ?? "", "base64url").toString());
  expect(claims.iss).toBe(`${sandbox.entraUrl}/${tidewater.id}/v2.0`);
});
