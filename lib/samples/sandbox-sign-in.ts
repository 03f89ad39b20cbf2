import { createHash, randomBytes } from "node:crypto";
import { z } from "zod";
import { db } from "@/lib/db/database";
import { env } from "@/lib/env";
import { shortScopes } from "@/lib/graph/scopes";
import { beginSession } from "@/lib/organizers/begin-session";
import type { Person } from "@/lib/organizers/person";
import { revokeSession } from "@/lib/organizers/revoke-session";

/** Somebody who lives in the sandbox (sandbox/people.ts). */
export type SandboxPerson = Omit<Person, "id">;

const SCOPES = "openid profile email offline_access OnlineMeetings.ReadWrite";

/** Does something as this person, signed in with the calendar permission that it needs. */
export async function signedInAs<T>(
  who: SandboxPerson,
  calendar: "Calendars.ReadBasic" | "Calendars.ReadWrite",
  work: (person: Person) => Promise<T>,
): Promise<T> {
  const { person, sessionId } = await signIn(who, `${SCOPES} ${calendar}`);
  try {
    return await work(person);
  } finally {
    // Nobody sits at this session.
    await revokeSession(db(), sessionId);
  }
}

const tokens = z.object({
  access_token: z.string(),
  refresh_token: z.string(),
  expires_in: z.number(),
  scope: z.string(),
});

/** The code flow against the sandbox's Entra, pressing its buttons by their forms. */
async function signIn(who: SandboxPerson, scope: string) {
  const { entra, publicUrl } = env();
  const verifier = randomBytes(32).toString("base64url");
  const redirectUri = `${publicUrl}/api/auth/callback/entra`;
  const base = `${entra.authority}/${entra.tenantId}/oauth2/v2.0`;
  const query = new URLSearchParams({
    client_id: entra.clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope,
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    state: "sample",
    nonce: "sample",
  });
  const answer = await fetch(`${base}/authorize?${query}`, {
    method: "POST",
    redirect: "manual",
    body: new URLSearchParams({ person: who.oid, consent: "accept" }),
  });
  const code = URL.parse(answer.headers.get("location") ?? "")?.searchParams.get("code");
  if (!code) throw new Error(`The sandbox's sign-in answered ${answer.status} without a code.`);
  const exchanged = await fetch(`${base}/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "authorization_code",
      client_id: entra.clientId,
      client_secret: entra.clientSecret,
      redirect_uri: redirectUri,
      code,
      code_verifier: verifier,
      scope,
    }),
  });
  const granted = tokens.parse(await exchanged.json());
  return beginSession(who, {
    accessToken: granted.access_token,
    refreshToken: granted.refresh_token,
    expiresIn: granted.expires_in,
    scopes: shortScopes(granted.scope),
  });
}
