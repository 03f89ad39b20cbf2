import type { Context } from "../context.ts";
import { type EntraError, entraError } from "./errors.ts";
import { parseScopes } from "./scopes.ts";

export interface AuthorizeRequest {
  redirectUri: string;
  state: string | null;
  nonce: string | null;
  challenge: string;
  scopes: string[];
  prompt: string | null;
  loginHint: string | null;
}

export type ParsedRequest =
  | { kind: "ok"; request: AuthorizeRequest }
  /** Nothing can be trusted to be sent anywhere: the error stays on Entra's own page. */
  | { kind: "page"; problem: EntraError }
  | { kind: "redirect"; problem: EntraError; redirectUri: string; state: string | null };

export function parseAuthorizeRequest(context: Context, query: URLSearchParams): ParsedRequest {
  const clientId = query.get("client_id");
  if (!clientId) return { kind: "page", problem: entraError(900144, "Parameter: 'client_id'.") };
  if (clientId !== context.clientId) {
    return { kind: "page", problem: entraError(700016, `Application '${clientId}'.`) };
  }
  const redirectUri = query.get("redirect_uri") ?? "";
  if (!context.redirectUris.includes(redirectUri)) {
    return { kind: "page", problem: entraError(50011, `Redirect URI '${redirectUri}'.`) };
  }
  const state = query.get("state");
  const refuse = (code: number, detail?: string): ParsedRequest => ({
    kind: "redirect",
    problem: entraError(code, detail),
    redirectUri,
    state,
  });
  if (query.get("response_type") !== "code") return refuse(700054);
  if (!["query", null].includes(query.get("response_mode"))) {
    return refuse(900144, "Parameter: 'response_mode' must be 'query' here.");
  }
  const challenge = query.get("code_challenge");
  if (!challenge || query.get("code_challenge_method") !== "S256") return refuse(9002325);
  if (!/^[A-Za-z0-9_-]{43}$/.test(challenge)) return refuse(9002325);
  const asked = parseScopes(query.get("scope") ?? "");
  if (asked.unknown.length > 0) return refuse(70011, asked.unknown.join(" "));
  const scopes = [...asked.openId, ...asked.graph];
  if (scopes.length === 0) return refuse(900144, "Parameter: 'scope'.");
  const prompt = query.get("prompt");
  if (prompt !== null && !["login", "none", "consent", "select_account"].includes(prompt)) {
    return refuse(900144, "Parameter: 'prompt'.");
  }
  return {
    kind: "ok",
    request: {
      redirectUri,
      state,
      nonce: query.get("nonce"),
      challenge,
      scopes,
      prompt,
      loginHint: query.get("login_hint"),
    },
  };
}
