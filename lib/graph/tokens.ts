import { z } from "zod";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { GraphFault } from "./faults";
import { limits } from "./limits";
import { readBody } from "./read-body";
import { retryAfterOf } from "./retry-after";
import { shortScopes } from "./scopes";
import { tokenEndpoint } from "./token-endpoint";
import { type BrokenReason, brokenReason, entraCodes } from "./token-errors";

const LONGEST_BODY = 256 * 1024;

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

/** Entra could not be asked now (network, time-out, 429, 5xx, garbage). The grant is untouched. */
export class TokenFault extends GraphFault {
  constructor(message: string, answer: { status?: number; retryAfter?: Date | null } = {}) {
    const { status = null, retryAfter = null } = answer;
    super({ kind: kindOf(status), message, status, retryAfter });
    this.name = "TokenFault";
  }
}

function kindOf(status: number | null) {
  if (status === 429) return "throttled";
  return status !== null && status >= 400 ? "unavailable" : "no-answer";
}

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
  const answer = await post(input);
  const body = parseJson(answer.text);
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
  const [code] = entraCodes(error);
  return {
    kind: "operator",
    code: code ? `AADSTS${code}` : error.error.slice(0, 60),
  };
}

function isPassing(status: number, error: string): boolean {
  return (
    status === 429 ||
    status >= 500 ||
    error === "temporarily_unavailable" ||
    error === "server_error"
  );
}

async function post(input: RefreshInput) {
  const { clientId, clientSecret } = env().entra;
  const form = new URLSearchParams({
    grant_type: "refresh_token",
    client_id: clientId,
    client_secret: clientSecret,
    refresh_token: input.refreshToken,
    scope: [...input.scopes, "offline_access"].join(" "),
  });
  if (input.claims) form.set("claims", input.claims);
  const signal = AbortSignal.timeout(limits.refreshMs);
  try {
    const answer = await fetch(await tokenEndpoint(input.tid, signal), {
      method: "POST",
      body: form,
      redirect: "error",
      cache: "no-store",
      signal,
    });
    return {
      status: answer.status,
      retryAfter: retryAfterOf(answer.headers, new Date()),
      text: await readBody(answer, LONGEST_BODY),
    };
  } catch {
    throw new TokenFault("Entra did not answer a refresh.");
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
