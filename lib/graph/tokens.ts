import { z } from "zod";
import { log } from "@/lib/log";
import { askTokenEndpoint } from "./ask-token-endpoint";
import { shortScopes } from "./scopes";
import { type BrokenReason, brokenReason, codeOf, entraCodes, isPassing } from "./token-errors";
import { TokenFault } from "./token-fault";

export interface RefreshInput {
  refreshToken: string;
  /** The tenant that the grant was given in. */
  tid: string;
  /** Short names of what was granted; asked for again. */
  scopes: string[];
  /** Claims challenge (JSON) of a Graph 401, when there was one. */
  claims?: string | null;
}

export type RefreshOutcome =
  | {
      kind: "fresh";
      accessToken: string;
      /** Null when Entra sent none: the one before goes on. */
      refreshToken: string | null;
      /** Seconds from now. */
      expiresIn: number;
      scopes: string[];
    }
  /** A person has to sign in again. */
  | { kind: "broken"; reason: BrokenReason }
  /** Usher's own registration at Entra is at fault; the grant is as good as before. */
  | { kind: "operator"; code: string };

const fresh = z.object({
  access_token: z.string().min(1),
  refresh_token: z.string().min(1).nullish(),
  expires_in: z.coerce
    .number()
    .int()
    .min(0)
    .max(7 * 86_400)
    .catch(300),
  scope: z.string().nullish(),
});

const refusal = z.object({
  error: z.string().min(1),
  suberror: z.string().nullish(),
  error_description: z.string().nullish(),
  error_codes: z.array(z.number()).nullish().catch(null),
  trace_id: z.uuid().nullish().catch(null),
  correlation_id: z.uuid().nullish().catch(null),
});

/**
 * Redeems a refresh token, once. Throws TokenFault when trying later can help; everything else is
 * an outcome. Says nothing of tokens in what it throws.
 */
export async function refresh(input: RefreshInput): Promise<RefreshOutcome> {
  const answer = await askTokenEndpoint(input.tid, "a refresh", {
    grant_type: "refresh_token",
    refresh_token: input.refreshToken,
    scope: [...input.scopes, "offline_access"].join(" "),
    ...(input.claims && { claims: input.claims }),
  });
  const { body } = answer;
  if (answer.status === 200) {
    const tokens = fresh.safeParse(body);
    if (!tokens.success) throw new TokenFault("Entra's answer to a refresh is unreadable.");
    const { access_token, refresh_token, expires_in, scope } = tokens.data;
    return {
      kind: "fresh",
      accessToken: access_token,
      refreshToken: refresh_token ?? null,
      expiresIn: expires_in,
      scopes: scope ? shortScopes(scope) : input.scopes,
    };
  }
  const error = refusal.safeParse(body).data;
  if (!error || isPassing(answer.status, error.error)) {
    throw new TokenFault(`Entra answered a refresh with ${answer.status}.`, answer);
  }
  log.warn(
    {
      status: answer.status,
      code: entraCodes(error)[0] ?? null,
      traceId: error.trace_id,
      correlationId: error.correlation_id,
    },
    "Entra refused a refresh",
  );
  const reason = brokenReason(error);
  if (reason) return { kind: "broken", reason };
  return { kind: "operator", code: codeOf(error) };
}
