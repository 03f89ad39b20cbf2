import { jwtVerify } from "jose";
import { type Context, entraUrl, graphUrl } from "../context.ts";
import { signingKey } from "../entra/keys.ts";
import type { Call } from "../http.ts";
import { findPerson, type Person, personalTenantId } from "../people.ts";
import { GraphError } from "./errors.ts";

export interface Caller {
  kind: "delegated" | "application";
  tid: string;
  scopes: string[];
  /** Whose token it is; null for an application's. */
  person: Person | null;
}

export async function authenticate(context: Context, call: Call): Promise<Caller> {
  const token = /^bearer (.+)$/i.exec(call.headers.authorization ?? "")?.[1];
  if (token === undefined) throw unauthorized(context, "Access token is empty.");
  const { publicKey } = await signingKey(context);
  const verified = await jwtVerify(token, publicKey, { algorithms: ["RS256"] }).catch(
    (error: unknown) => {
      const expired = error instanceof Error && "code" in error && error.code === "ERR_JWT_EXPIRED";
      throw unauthorized(
        context,
        expired
          ? "Lifetime validation failed, the token is expired."
          : "IDX14100: JWT is not well formed or its signature is invalid.",
      );
    },
  );
  const { oid, tid, scp, roles, idtyp, gen, ver } = verified.payload as Record<string, unknown>;
  // An ID token is signed with the same key: it opens nothing here.
  if (ver !== "1.0")
    throw unauthorized(context, "Access token validation failure. Invalid audience.");
  if (gen !== (context.state.accessGenerations[String(oid)] ?? 0)) {
    throw unauthorized(
      context,
      "Continuous access evaluation resulted in challenge with result: InteractionRequired and code: TokenIssuedBeforeRevocationTimestamp.",
    );
  }
  if (idtyp === "app") {
    if (roles === undefined)
      throw unauthorized(context, "Either scp or roles claim need to be present in the token.");
    return { kind: "application", tid: String(tid), scopes: roles as string[], person: null };
  }
  const person = findPerson(String(oid));
  if (person === undefined) throw unauthorized(context, "The user is unknown.");
  return { kind: "delegated", tid: person.tid, scopes: String(scp).split(" "), person };
}

function unauthorized(context: Context, message: string): GraphError {
  return new GraphError(401, message, undefined, {
    "www-authenticate": `Bearer realm="", authorization_uri="${entraUrl(context)}/common/oauth2/authorize", client_id="00000003-0000-0000-c000-000000000000", resource="${graphUrl(context)}"`,
  });
}

/** Any one of them is enough; an application's permission is the scope's name with `.All`. */
export function requireScope(caller: Caller, scopes: string[]): void {
  const names =
    caller.kind === "application" ? scopes.flatMap((scope) => [scope, `${scope}.All`]) : scopes;
  if (names.some((name) => caller.scopes.includes(name))) return;
  throw new GraphError(
    403,
    `Missing scope permissions on the request. API requires one of '${scopes.join(", ")}'.`,
  );
}

/** Whose things `/me` or `/users/{oid}` is about, and whether this caller may touch them. */
export function requireUser(context: Context, caller: Caller, oid: string | null): Person {
  if (caller.kind === "delegated") {
    const person = caller.person as Person;
    if (oid !== null && oid !== person.oid && oid !== person.upn) {
      throw new GraphError(403, "The signed-in user may not act for another user.");
    }
    return person;
  }
  if (oid === null) {
    throw new GraphError(400, "/me request is only valid with delegated authentication flow.");
  }
  const person = findPerson(oid);
  if (person === undefined || person.tid !== caller.tid)
    throw new GraphError(404, `Resource '${oid}' does not exist.`);
  requirePolicy(context, oid);
  return person;
}

export function isCovered(context: Context, oid: string): boolean {
  const { applicationPolicy } = context.settings;
  if (typeof applicationPolicy === "boolean") return applicationPolicy;
  return applicationPolicy.includes(oid) && Date.now() >= (context.coveredFrom.get(oid) ?? 0);
}

export function requirePolicy(context: Context, oid: string): void {
  if (isCovered(context, oid)) return;
  throw new GraphError(
    403,
    `No application access policy found for this app: ${context.clientId} on the user: ${oid}.`,
  );
}

interface Permissions {
  /** Null where the reference says "not supported". */
  delegated: string[] | null;
  application: string[] | null;
}

/** For resources whose permissions have other names for an application than for a person. */
export function requirePermission(caller: Caller, permissions: Permissions): void {
  const needed = permissions[caller.kind];
  const of = caller.kind === "delegated" ? "scope" : "role";
  if (needed === null)
    throw new GraphError(403, `The request is not supported with ${caller.kind} permissions.`);
  if (needed.some((name) => caller.scopes.includes(name))) return;
  throw new GraphError(
    403,
    `Missing ${of} permissions on the request. API requires one of '${needed.join(", ")}'. ${of === "scope" ? "Scopes" : "Roles"} on the request '${caller.scopes.join(", ")}'.`,
  );
}

export function requireLicence(person: Person): void {
  if (person.tid === personalTenantId) {
    throw new GraphError(403, "Personal Microsoft accounts are not supported for this API.");
  }
  if (!person.licensed) {
    throw new GraphError(403, `User ${person.oid} does not have a Teams licence.`);
  }
}
