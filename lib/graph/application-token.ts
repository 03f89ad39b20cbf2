import { z } from "zod";
import { env } from "@/lib/env";
import { askTokenEndpoint } from "./ask-token-endpoint";
import { codeOf, entraCodes, isPassing } from "./token-errors";
import { TokenFault } from "./token-fault";

export type ApplicationToken =
  | { kind: "token"; token: string }
  /** The tenant's administrator has not consented to Usher there. */
  | { kind: "no-consent"; code: string }
  /** Usher's own credentials are at fault, in every tenant. */
  | { kind: "operator"; code: string };

const FIVE_MINUTES_MS = 5 * 60_000;
/** Not in that tenant (700016, 7000229), or nothing was consented to there. */
const NO_CONSENT = [700016, 7000229, 65001, 500011, 650052];

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

const kept = new Map<string, { token: string; until: number }>();
const flights = new Map<string, Promise<ApplicationToken>>();

/**
 * Usher's own token in a tenant (client credentials, identity platform v2.0), kept in this process's
 * memory until five minutes before its end and asked for once at a time. Any process may ask for its
 * own: unlike a refresh, that ends no other.
 *
 * Throws TokenFault when Entra can't be asked now.
 * @param reject a token that Graph refused: another one is fetched.
 */
export async function applicationToken(tid: string, reject?: string): Promise<ApplicationToken> {
  const key = `${env().entra.clientId} ${tid}`;
  const held = kept.get(key);
  if (held && held.token !== reject && held.until - Date.now() > FIVE_MINUTES_MS)
    return { kind: "token", token: held.token };
  const flying = flights.get(key);
  if (flying) return flying;
  const flight = obtain(tid, key).finally(() => flights.delete(key));
  flights.set(key, flight);
  return flight;
}

/** Asks anew from now on; for tests of what Entra answers. */
export function forgetApplicationTokens(): void {
  kept.clear();
}

async function obtain(tid: string, key: string): Promise<ApplicationToken> {
  const graph = new URL(env().graphUrl);
  // On loopback stands a sandbox, for Microsoft's own resource.
  const resource = graph.protocol === "https:" ? graph.origin : "https://graph.microsoft.com";
  const { status, retryAfter, body } = await askTokenEndpoint(tid, "client credentials", {
    grant_type: "client_credentials",
    scope: `${resource}/.default`,
  });
  if (status === 200) {
    const answer = fresh.safeParse(body);
    if (!answer.success)
      throw new TokenFault("Entra's answer to client credentials is unreadable.");
    const { access_token: token, expires_in } = answer.data;
    kept.set(key, { token, until: Date.now() + expires_in * 1000 });
    return { kind: "token", token };
  }
  const error = refusal.safeParse(body).data;
  if (!error || isPassing(status, error.error))
    throw new TokenFault(`Entra answered client credentials with ${status}.`, {
      status,
      retryAfter,
    });
  const [code] = entraCodes(error);
  const kind = code && NO_CONSENT.includes(code) ? "no-consent" : "operator";
  return { kind, code: codeOf(error) };
}
