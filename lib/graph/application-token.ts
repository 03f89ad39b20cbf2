import { decodeJwt } from "jose";
import { z } from "zod";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { askTokenEndpoint } from "./ask-token-endpoint";
import { codeOf, entraCodes, isPassing } from "./token-errors";
import { TokenFault } from "./token-fault";

export type ApplicationToken =
  /** `roles`: what the tenant's administrators agreed to; null when the token doesn't show it. */
  | { kind: "token"; token: string; roles: readonly string[] | null }
  /** The tenant's administrator has not consented to Usher there. */
  | { kind: "no-consent"; code: string }
  /** The tenant has rules that keep Usher out, or has disabled it: theirs alone to mend. */
  | { kind: "kept-out"; code: string }
  /** Usher's own credentials are at fault, in every tenant. */
  | { kind: "operator"; code: string };

const FIVE_MINUTES_MS = 5 * 60_000;
const ONE_MINUTE_MS = 60_000;
/** Not in that tenant (700016, 7000229), or nothing was consented to there. */
const NO_CONSENT = [700016, 7000229, 65001, 500011, 650052];
/** Secret, certificate or assertion. Every other refusal is the tenant's, and nobody else's trouble. */
const CREDENTIALS = [7000215, 7000222, 7000218, 700021, 700023, 700024, 700027, 700030];

const fresh = z.object({
  access_token: z.string().min(1),
  expires_in: z.coerce
    .number()
    .int()
    .min(0)
    .max(7 * 86_400)
    .catch(300),
});

const refusal = z.object({
  error: z.string().min(1),
  error_description: z.string().nullish(),
  error_codes: z.array(z.number()).nullish().catch(null),
});

interface Kept {
  answer: ApplicationToken;
  since: number;
  until: number;
}

const kept = new Map<string, Kept>();
const flights = new Map<string, Promise<ApplicationToken>>();

/**
 * Usher's own token in a tenant (client credentials, identity platform v2.0), kept in this process's
 * memory until five minutes before its end and asked for once at a time. Any process may ask for its
 * own: unlike a refresh, that ends no other. A tenant that gives none is asked again after a minute.
 *
 * Throws TokenFault when Entra can't be asked now.
 * @param reject a token that Graph refused: another one is fetched.
 */
export async function applicationToken(tid: string, reject?: string): Promise<ApplicationToken> {
  const key = keyOf(tid);
  const held = kept.get(key);
  const isRefused = held?.answer.kind === "token" && held.answer.token === reject;
  if (held && !isRefused && held.until > Date.now()) return held.answer;
  const flying = flights.get(key);
  if (flying) return flying;
  const flight = obtain(tid, key).finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}

/** One that knows what administrators agreed to up to now: for whoever looks whether they have. */
export function freshApplicationToken(tid: string): Promise<ApplicationToken> {
  kept.delete(keyOf(tid));
  return applicationToken(tid);
}

/**
 * Graph forbade what this token's call asked for. What is agreed to since it was made takes another
 * one, so the next call has one, unless this one is no older than a minute.
 */
export function outlive(tid: string, token: string): void {
  const key = keyOf(tid);
  const held = kept.get(key);
  if (held?.answer.kind !== "token" || held.answer.token !== token) return;
  if (Date.now() - held.since > ONE_MINUTE_MS) kept.delete(key);
}

/** Asks anew from now on; for tests of what Entra answers. */
export function forgetApplicationTokens(): void {
  kept.clear();
}

function keyOf(tid: string): string {
  return `${env().entra.clientId} ${tid.toLowerCase()}`;
}

async function obtain(tid: string, key: string): Promise<ApplicationToken> {
  const graph = new URL(env().graphUrl);
  // On loopback stands a sandbox, for Microsoft's own resource.
  const resource = graph.protocol === "https:" ? graph.origin : "https://graph.microsoft.com";
  const { status, retryAfter, body } = await askTokenEndpoint(tid, "client credentials", {
    grant_type: "client_credentials",
    scope: `${resource}/.default`,
  });
  const since = Date.now();
  if (status === 200) {
    const given = fresh.safeParse(body);
    if (!given.success) throw new TokenFault("Entra's answer to client credentials is unreadable.");
    const { access_token: token, expires_in } = given.data;
    const answer: ApplicationToken = { kind: "token", token, roles: rolesIn(token) };
    kept.set(key, { answer, since, until: since + expires_in * 1000 - FIVE_MINUTES_MS });
    return answer;
  }
  const error = refusal.safeParse(body).data;
  if (!error || isPassing(status, error.error))
    throw new TokenFault(`Entra answered client credentials with ${status}.`, {
      status,
      retryAfter,
    });
  const answer = { kind: whose(error), code: codeOf(error) };
  // Usher's own trouble is not kept: what uses it pauses, and comes back when it is mended.
  if (answer.kind !== "operator") {
    kept.set(key, { answer, since, until: since + ONE_MINUTE_MS });
    log.warn({ tid, code: answer.code, kind: answer.kind }, "a tenant gives Usher no token");
  }
  return answer;
}

function whose(error: z.infer<typeof refusal>): "no-consent" | "kept-out" | "operator" {
  const [code] = entraCodes(error);
  if (code === undefined) return error.error === "invalid_client" ? "operator" : "kept-out";
  if (CREDENTIALS.includes(code)) return "operator";
  return NO_CONSENT.includes(code) ? "no-consent" : "kept-out";
}

const rolesClaim = z.object({ roles: z.array(z.string()).default([]), ver: z.string() });

/** The roles that it carries. It is Graph's to read, so where it can't be read nothing is concluded. */
function rolesIn(token: string): readonly string[] | null {
  try {
    return rolesClaim.parse(decodeJwt(token)).roles;
  } catch {
    return null;
  }
}
