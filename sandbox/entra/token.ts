import { createHash } from "node:crypto";
import type { Context } from "../context.ts";
import { type Answer, type Call, json } from "../http.ts";
import { findPerson, type Person, personalTenantId } from "../people.ts";
import { type Authority, mayEnter } from "./authorities.ts";
import { clientProblem } from "./client-authentication.ts";
import { findCode } from "./codes.ts";
import { consentedScopes } from "./consents.ts";
import { entraError, errorAnswer } from "./errors.ts";
import {
  findRefreshToken,
  mintAccessToken,
  mintApplicationToken,
  mintIdToken,
  mintRefreshToken,
} from "./mint.ts";
import { parseScopes, scopeAnswer } from "./scopes.ts";

const fail = (code: number, detail?: string): Answer => errorAnswer(entraError(code, detail));

export async function token(context: Context, authority: Authority, call: Call): Promise<Answer> {
  if (!/^application\/x-www-form-urlencoded\b/i.test(call.headers["content-type"] ?? "")) {
    return fail(900144, "Parameter: 'grant_type'.");
  }
  const form = new URLSearchParams(call.body);
  const problem = await clientProblem(context, call, form);
  if (problem !== null) return errorAnswer(problem);
  switch (form.get("grant_type")) {
    case "authorization_code":
      return redeemCode(context, authority, form);
    case "refresh_token":
      return refresh(context, authority, form);
    case "client_credentials":
      return applicationToken(context, authority, form);
    case null:
      return fail(900144, "Parameter: 'grant_type'.");
    default:
      return fail(70003);
  }
}

async function redeemCode(
  context: Context,
  authority: Authority,
  form: URLSearchParams,
): Promise<Answer> {
  const code = findCode(form.get("code") ?? "");
  const person = code && findPerson(code.oid);
  if (!code || !person || code.clientId !== context.clientId) return fail(70000);
  if (code.redeemed) return fail(54005);
  if (code.expiresAt < Date.now()) return fail(70008);
  if (code.redirectUri !== form.get("redirect_uri")) return fail(500112);
  if (!mayEnter(authority, person)) return fail(70000, "The code was issued for another tenant.");
  const verifier = form.get("code_verifier") ?? "";
  if (!/^[A-Za-z0-9\-._~]{43,128}$/.test(verifier) || s256(verifier) !== code.challenge)
    return fail(501481);
  code.redeemed = true;
  const refreshToken = code.scopes.includes("offline_access")
    ? mintRefreshToken(context, person.oid)
    : null;
  return tokens(context, person, code.scopes, refreshToken, code.nonce);
}

async function refresh(
  context: Context,
  authority: Authority,
  form: URLSearchParams,
): Promise<Answer> {
  const found = findRefreshToken(context, form.get("refresh_token") ?? "");
  if (found === null) return fail(70000);
  const { kept, person } = found;
  if (kept.dead !== undefined) return fail(kept.dead);
  if (kept.clientId !== context.clientId || !mayEnter(authority, person)) return fail(70000);
  const consented = consentedScopes(context, person.oid);
  const asked = parseScopes(form.get("scope") ?? "");
  if (asked.unknown.length > 0) return fail(70011, asked.unknown.join(" "));
  const scopes = [...asked.openId, ...asked.graph];
  if (scopes.some((scope) => !consented.includes(scope))) return fail(65001);
  if (context.settings.strictRotation) {
    kept.dead = 70008;
    context.changed();
  }
  const granted = scopes.length > 0 ? scopes : consented;
  return tokens(context, person, granted, mintRefreshToken(context, person.oid), null);
}

/** Graph's token names everything consented to, not only what was asked for now. */
async function tokens(
  context: Context,
  person: Person,
  asked: string[],
  refreshToken: string | null,
  nonce: string | null,
): Promise<Answer> {
  const graph = parseScopes(consentedScopes(context, person.oid).join(" ")).graph;
  const openId = asked.filter((scope) => !scope.includes("."));
  const granted = [...new Set([...openId, ...asked, ...graph])];
  return json(200, {
    token_type: "Bearer",
    scope: scopeAnswer(granted, context.settings.scopeForm),
    expires_in: context.settings.accessTokenSeconds,
    ext_expires_in: context.settings.accessTokenSeconds,
    access_token: await mintAccessToken(context, person, granted),
    ...(refreshToken !== null && { refresh_token: refreshToken }),
    ...(asked.includes("openid") && {
      id_token: await mintIdToken(context, { person, scopes: asked, nonce }),
    }),
  });
}

async function applicationToken(
  context: Context,
  authority: Authority,
  form: URLSearchParams,
): Promise<Answer> {
  if (authority.tenant === null || authority.tenant.id === personalTenantId) return fail(50194);
  const asked = parseScopes(form.get("scope") ?? "");
  if (!asked.isDefault) return fail(70011, "The scope must be the resource’s .default.");
  const roles = context.state.applicationRoles[authority.tenant.id];
  if (roles === undefined) return fail(7000229, `Tenant '${authority.tenant.id}'.`);
  return json(200, {
    token_type: "Bearer",
    expires_in: context.settings.accessTokenSeconds,
    ext_expires_in: context.settings.accessTokenSeconds,
    access_token: await mintApplicationToken(context, authority.tenant, roles),
  });
}

function s256(verifier: string): string {
  return createHash("sha256").update(verifier).digest("base64url");
}
