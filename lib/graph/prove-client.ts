import { randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { env } from "@/lib/env";

/** Entra allows ten minutes; it is used at once. */
const FIVE_MINUTES = 5 * 60;

/**
 * What proves to a token endpoint that Usher is the application, as form fields: its secret, or an
 * assertion signed with its certificate's key (RFC 7523, as the identity platform wants it: PS256,
 * `x5t#S256`). An assertion is for this endpoint alone and good once.
 */
export async function proveClient(tokenEndpoint: string): Promise<Record<string, string>> {
  const { clientId, clientSecret, certificate } = env().entra;
  if (certificate === null) return { client_id: clientId, client_secret: clientSecret };
  const now = Math.floor(Date.now() / 1000);
  const assertion = await new SignJWT()
    .setProtectedHeader({ alg: "PS256", typ: "JWT", "x5t#S256": certificate.thumbprint })
    .setIssuer(clientId)
    .setSubject(clientId)
    .setAudience(tokenEndpoint)
    .setJti(randomUUID())
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + FIVE_MINUTES)
    .sign(certificate.key);
  return {
    client_id: clientId,
    client_assertion_type: "urn:ietf:params:oauth:client-assertion-type:jwt-bearer",
    client_assertion: assertion,
  };
}
