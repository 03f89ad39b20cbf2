import { randomBytes } from "node:crypto";
import type { Context } from "../context.ts";
import { type Answer, type Call, redirectTo } from "../http.ts";
import { findPerson, type Person, people, personalTenantId } from "../people.ts";
import { type Authority, mayEnter } from "./authorities.ts";
import { type AuthorizeRequest, parseAuthorizeRequest } from "./authorize-request.ts";
import { issueCode } from "./codes.ts";
import { addConsent, missingConsents } from "./consents.ts";
import { type EntraError, entraError } from "./errors.ts";
import { consentPage, problemPage, signInPage, wrongTenantPage } from "./sign-in-pages.ts";

const COOKIE = "sandbox-entra";

/**
 * The sign-in. The request stays in the address; each step is a form that posts to it, so it works
 * without a script and keeps nothing between steps but who is signed in in this browser.
 */
export async function authorize(
  context: Context,
  authority: Authority,
  call: Call,
): Promise<Answer> {
  const parsed = parseAuthorizeRequest(context, call.query);
  if (parsed.kind === "page") return problemPage(context, parsed.problem);
  if (parsed.kind === "redirect") return refuse(parsed, parsed.problem);
  const { request } = parsed;
  const form = new URLSearchParams(call.method === "POST" ? call.body : "");

  const chosen = findPerson(form.get("person") ?? "");
  const person = chosen ?? signedInPerson(context, authority, call, request);
  if (person === undefined) {
    if (request.prompt === "none") return refuse(request, entraError(50058));
    const hinted = people.find(({ upn }) => upn === request.loginHint?.toLowerCase());
    return signInPage(context, {
      authority,
      call,
      hinted: request.prompt === "select_account" ? undefined : hinted,
    });
  }
  if (!mayEnter(authority, person)) {
    const problem = entraError(50020, whoAndWhere(person, authority));
    if (request.prompt === "none") return refuse(request, problem);
    return wrongTenantPage(context, {
      call,
      person,
      problem,
      back: errorUrl(request, { ...problem, error: "access_denied" }),
    });
  }
  const answer = consentThenCode(context, call, request, person, form.get("consent"));
  return chosen === undefined ? answer : withSession(context, answer, person);
}

/** Entra names the provider of a personal account: an app can tell it from another directory's. */
function whoAndWhere(person: Person, authority: Authority): string {
  const provider = person.tid === personalTenantId ? " from identity provider 'live.com'" : "";
  return `User '${person.upn}'${provider}, authority '${authority.tenant?.name ?? authority.segment}'.`;
}

function consentThenCode(
  context: Context,
  call: Call,
  request: AuthorizeRequest,
  person: Person,
  decision: string | null,
): Answer {
  const missing = missingConsents(context, person, request.scopes);
  const beyondProfile = missing.some((scope) => scope.includes("."));
  if (person.needsAdminConsent && beyondProfile) return refuse(request, entraError(90094));
  if (decision === "decline") return refuse(request, entraError(65004));
  if (decision === "accept") addConsent(context, person.oid, request.scopes);
  else if (missing.length > 0 || request.prompt === "consent") {
    if (request.prompt === "none")
      return refuse(request, { ...entraError(65001), error: "interaction_required" });
    return consentPage(context, {
      call,
      person,
      scopes: request.prompt === "consent" ? request.scopes : missing,
    });
  }
  const code = issueCode({
    oid: person.oid,
    clientId: context.clientId,
    redirectUri: request.redirectUri,
    challenge: request.challenge,
    scopes: request.scopes,
    nonce: request.nonce,
  });
  return redirectTo(
    withParameters(request.redirectUri, {
      code,
      state: request.state,
      session_state: crypto.randomUUID(),
    }),
  );
}

/** Somebody who chose an account in this browser before isn't asked again, unless the app says so. */
function signedInPerson(
  context: Context,
  authority: Authority,
  call: Call,
  request: AuthorizeRequest,
): Person | undefined {
  if (request.prompt !== null && request.prompt !== "none" && request.prompt !== "consent")
    return undefined;
  const id = new RegExp(`(?:^|; )${COOKIE}=([\\w-]+)`).exec(call.headers.cookie ?? "")?.[1];
  const person = findPerson(context.state.browserSessions[id ?? ""] ?? "");
  if (person === undefined || !mayEnter(authority, person)) return undefined;
  const isOther = request.loginHint !== null && request.loginHint.toLowerCase() !== person.upn;
  return isOther ? undefined : person;
}

function withSession(context: Context, answer: Answer, person: Person): Answer {
  const id = randomBytes(16).toString("base64url");
  context.state.browserSessions[id] = person.oid;
  context.changed();
  const cookie = `${COOKIE}=${id}; Path=/entra; HttpOnly; SameSite=Lax`;
  return { ...answer, headers: { ...answer.headers, "set-cookie": cookie } };
}

export const endedSession = `${COOKIE}=; Path=/entra; HttpOnly; SameSite=Lax; Max-Age=0`;

type Where = Pick<AuthorizeRequest, "redirectUri" | "state">;

function refuse(where: Where, problem: EntraError): Answer {
  return redirectTo(errorUrl(where, problem));
}

function errorUrl(where: Where, problem: EntraError): string {
  return withParameters(where.redirectUri, {
    error: problem.error,
    error_description: problem.description,
    error_uri: `https://login.microsoftonline.com/error?code=${problem.code}`,
    state: where.state,
  });
}

/** An address that the browser is sent back to, with what is to be said there. */
export function withParameters(uri: string, parameters: Record<string, string | null>): string {
  const url = new URL(uri);
  for (const [name, value] of Object.entries(parameters)) {
    if (value !== null) url.searchParams.set(name, value);
  }
  return url.href;
}
