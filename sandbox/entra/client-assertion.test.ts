import { createPrivateKey, randomUUID, X509Certificate } from "node:crypto";
import { SignJWT } from "jose";
import { afterAll, beforeAll, expect, test } from "vitest";
import { makeCertificate } from "@/test/certificate";
import { northmoor, tidewater } from "../people.ts";
import { type Running, run } from "../test-tools.ts";

let running: Running;
const ours = makeCertificate();
const theirs = makeCertificate();

beforeAll(async () => {
  running = await run();
  await running.control.addCertificate(ours.certificate);
});
afterAll(() => running.sandbox.stop());

async function assertion(
  wanted: { pem?: string; claims?: Record<string, unknown>; seconds?: number } = {},
): Promise<string> {
  const { sandbox } = running;
  const { fingerprint256 } = new X509Certificate(ours.certificate);
  const thumbprint = Buffer.from(fingerprint256.replaceAll(":", ""), "hex").toString("base64url");
  return new SignJWT({
    iss: sandbox.clientId,
    sub: sandbox.clientId,
    aud: `${sandbox.entraUrl}/${tidewater.id}/oauth2/v2.0/token`,
    jti: randomUUID(),
    ...wanted.claims,
  })
    .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": thumbprint })
    .setExpirationTime(Math.floor(Date.now() / 1000) + (wanted.seconds ?? 300))
    .sign(createPrivateKey(wanted.pem ?? ours.pem));
}

/** The code that it is refused with, or `token`. */
async function ask(client_assertion: string, tenant = tidewater.id): Promise<number | "token"> {
  const response = await fetch(`${running.sandbox.entraUrl}/${tenant}/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "client_credentials",
      scope: "https://graph.microsoft.com/.default",
      client_id: running.sandbox.clientId,
      client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
      client_assertion,
    }),
  });
  const body = (await response.json()) as { access_token?: string; error_codes?: number[] };
  return body.access_token ? "token" : (body.error_codes?.[0] ?? 0);
}

test("what a known certificate's key signed for this very endpoint is taken, once", async () => {
  const once = await assertion();
  expect(await ask(once)).toBe("token");
  expect(await ask(once)).toBe(700024);
  expect(await ask(await assertion({ pem: theirs.pem }))).toBe(700027);
  expect(await ask(await assertion({ claims: { iss: "somebody else" } }))).toBe(700027);
  expect(await ask(await assertion({ seconds: -600 }))).toBe(700024);
  // Of one tenant, at another.
  await running.control.setRoles(northmoor.id, []);
  expect(await ask(await assertion(), northmoor.id)).toBe(700023);
});
