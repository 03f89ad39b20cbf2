import { timingSafeEqual, X509Certificate } from "node:crypto";
import { decodeProtectedHeader, errors, jwtVerify } from "jose";
import { type Context, entraUrl } from "../context.ts";
import type { Call } from "../http.ts";
import { type EntraError, entraError } from "./errors.ts";

/** By form post, basic authentication or a signed assertion; null when the client is who it says. */
export async function clientProblem(
  context: Context,
  call: Call,
  form: URLSearchParams,
): Promise<EntraError | null> {
  const assertion = form.get("client_assertion");
  if (assertion !== null) return assertionProblem(context, call, form, assertion);
  const basic = basicCredentials(call.headers.authorization);
  const id = basic?.id ?? form.get("client_id");
  const secret = basic?.secret ?? form.get("client_secret");
  if (!id) return entraError(900144, "Parameter: 'client_id'.");
  if (id !== context.clientId) return entraError(700016, `Application '${id}'.`);
  if (!secret) return entraError(7000218);
  if (!equal(secret, context.clientSecret)) return entraError(7000215);
  if (context.settings.clientSecret === "expired") return entraError(7000222);
  return null;
}

const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** RFC 7523 as the identity platform wants it: signed for this very endpoint, by a known certificate. */
async function assertionProblem(
  context: Context,
  call: Call,
  form: URLSearchParams,
  assertion: string,
): Promise<EntraError | null> {
  const id = form.get("client_id");
  if (id !== context.clientId) return entraError(700016, `Application '${id}'.`);
  if (form.get("client_assertion_type") !== ASSERTION_TYPE)
    return entraError(900144, "Parameter: 'client_assertion_type'.");
  try {
    const thumbprint = decodeProtectedHeader(assertion)["x5t#S256"];
    const certificate = context.certificates.find((pem) => thumbprintOf(pem) === thumbprint);
    if (certificate === undefined) return entraError(700027, "The key was not found.");
    const { payload } = await jwtVerify(assertion, new X509Certificate(certificate).publicKey, {
      algorithms: ["PS256", "RS256"],
      issuer: id,
      subject: id,
      requiredClaims: ["exp", "jti"],
    });
    if (payload.aud !== `${entraUrl(context)}${call.path}`) return entraError(700023);
    // Good once.
    if (context.assertions.has(String(payload.jti)))
      return entraError(700024, "It was used before.");
    context.assertions.add(String(payload.jti));
    return null;
  } catch (error) {
    return entraError(error instanceof errors.JWTExpired ? 700024 : 700027);
  }
}

/** SHA-256 of a PEM certificate, as `x5t#S256` has it. */
function thumbprintOf(pem: string): string {
  const hex = new X509Certificate(pem).fingerprint256.replaceAll(":", "");
  return Buffer.from(hex, "hex").toString("base64url");
}

function basicCredentials(header: string | undefined): { id: string; secret: string } | null {
  const encoded = /^basic (.+)$/i.exec(header ?? "")?.[1];
  if (encoded === undefined) return null;
  const [id = "", ...rest] = Buffer.from(encoded, "base64").toString("utf8").split(":");
  return { id: formDecode(id), secret: formDecode(rest.join(":")) };
}

/** Basic credentials are form-encoded first (RFC 6749, 2.3.1). */
function formDecode(text: string): string {
  return new URLSearchParams(`x=${text.replaceAll("&", "%26")}`).get("x") ?? "";
}

function equal(a: string, b: string): boolean {
  const left = Buffer.from(a);
  const right = Buffer.from(b);
  return left.length === right.length && timingSafeEqual(left, right);
}
