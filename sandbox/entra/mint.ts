import { createHash, randomBytes, randomUUID } from "node:crypto";
import { SignJWT } from "jose";
import { type Context, entraUrl, graphUrl } from "../context.ts";
import { findPerson, type Person, type Tenant } from "../people.ts";
import { signingKey } from "./keys.ts";

export interface IdTokenInput {
  person: Person;
  scopes: string[];
  nonce: string | null;
}

export async function mintIdToken(context: Context, input: IdTokenInput): Promise<string> {
  const { person, scopes } = input;
  const key = await signingKey(context);
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    ...(scopes.includes("email") && person.email !== null && { email: person.email }),
    ...(scopes.includes("profile") && { name: person.name, preferred_username: person.upn }),
    ...(input.nonce !== null && { nonce: input.nonce }),
    ...(person.roles.length > 0 && { roles: person.roles }),
    ...(person.groups.length > 0 && { groups: person.groups }),
    oid: person.oid,
    tid: person.tid,
    uti: randomBytes(16).toString("base64url"),
    rh: `1.${randomBytes(20).toString("base64url")}.`,
    ver: "2.0",
  };
  return new SignJWT(claims)
    .setProtectedHeader({ typ: "JWT", alg: "RS256", kid: key.kid })
    .setIssuer(`${entraUrl(context)}/${person.tid}/v2.0`)
    .setAudience(context.clientId)
    .setSubject(pairwise(person.oid, context.clientId))
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + 3600)
    .sign(key.privateKey);
}

/** For Graph alone: a client must treat it as opaque. About as long as Entra's. */
export function mintAccessToken(
  context: Context,
  person: Person,
  scopes: string[],
): Promise<string> {
  return signForGraph(context, person.tid, {
    oid: person.oid,
    scp: scopes.filter((scope) => scope !== "offline_access").join(" "),
    idtyp: "user",
    name: person.name,
    upn: person.upn,
    gen: context.state.accessGenerations[person.oid] ?? 0,
  });
}

/** Its roles are those of this moment: what an administrator agrees to later takes a new token. */
export function mintApplicationToken(
  context: Context,
  tenant: Tenant,
  roles: string[],
): Promise<string> {
  return signForGraph(context, tenant.id, {
    oid: context.clientId,
    ...(roles.length > 0 && { roles }),
    idtyp: "app",
    gen: 0,
  });
}

async function signForGraph(
  context: Context,
  tid: string,
  claims: Record<string, unknown> & { oid: string },
): Promise<string> {
  const key = await signingKey(context);
  const now = Math.floor(Date.now() / 1000);
  return new SignJWT({
    acct: 0,
    acr: "1",
    aio: randomBytes(48).toString("base64url"),
    amr: ["pwd"],
    app_displayname: "Usher",
    appid: context.clientId,
    appidacr: "1",
    ipaddr: "127.0.0.1",
    puid: randomBytes(8).toString("hex").toUpperCase(),
    rh: `1.${randomBytes(24).toString("base64url")}.`,
    tid,
    uti: randomBytes(16).toString("base64url"),
    ver: "1.0",
    wids: [randomUUID(), randomUUID()],
    xms_st: { sub: pairwise(claims.oid, context.clientId) },
    xms_idrel: "1 26",
    xms_tcdt: 1_500_000_000,
    xms_ftd: randomBytes(64).toString("base64url"),
    ...claims,
  })
    .setProtectedHeader({
      typ: "JWT",
      nonce: randomBytes(32).toString("base64url"),
      alg: "RS256",
      x5t: key.kid,
      kid: key.kid,
    })
    .setIssuer(`${entraUrl(context)}/${tid}/`)
    .setAudience(graphUrl(context))
    .setSubject(pairwise(claims.oid, "graph"))
    .setIssuedAt(now)
    .setNotBefore(now)
    .setExpirationTime(now + context.settings.accessTokenSeconds)
    .sign(key.privateKey);
}

/** A new token for the person, remembered by its hash alone. */
export function mintRefreshToken(context: Context, oid: string): string {
  const token = `1.A${randomBytes(24).toString("base64url")}.AgAB${randomBytes(420).toString("base64url")}`;
  context.state.refreshTokens[hashOf(token)] = {
    oid,
    clientId: context.clientId,
    issuedAt: new Date().toISOString(),
  };
  context.changed();
  return token;
}

export function findRefreshToken(context: Context, token: string) {
  const kept = context.state.refreshTokens[hashOf(token)];
  const person = kept && findPerson(kept.oid);
  return kept && person
    ? { kept, person, forget: () => delete context.state.refreshTokens[hashOf(token)] }
    : null;
}

function hashOf(token: string): string {
  return createHash("sha256").update(token).digest("base64url");
}

function pairwise(oid: string, audience: string): string {
  return createHash("sha256").update(`${oid}|${audience}`).digest("base64url");
}
