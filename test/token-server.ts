import http from "node:http";
import type { AddressInfo } from "node:net";
import { resetEnv } from "@/lib/env";

export interface TokenServer {
  origin: string;
  /** Refreshes that were asked for, in order, with what was sent. */
  asked: URLSearchParams[];
  /** Answers the next refreshes otherwise than with new tokens; null: as usual. */
  answer:
    | ((form: URLSearchParams) => { status: number; body: unknown; retryAfter?: string })
    | null;
  /** Before the answer is sent (tokens are made by then). */
  delayMs: number;
  /** A refresh token is good once; without, for ever. */
  strict: boolean;
  stop(): Promise<void>;
}

/**
 * Entra's token endpoint and nothing else, for what must be controlled to the call: who refreshes,
 * how often, with which token. ENTRA_AUTHORITY leads to it until it is stopped.
 */
export async function startTokenServer(): Promise<TokenServer> {
  let made = 0;
  const live = new Set(["refresh-0"]);
  const server = http.createServer(async (request, response) => {
    let text = "";
    for await (const chunk of request) text += chunk;
    if (!request.url?.endsWith("/token")) return response.writeHead(404).end();
    const form = new URLSearchParams(text);
    tokens.asked.push(form);
    const given = tokens.answer?.(form) ?? redeem(form.get("refresh_token") ?? "");
    await new Promise((done) => setTimeout(done, tokens.delayMs));
    response.writeHead(given.status, {
      "content-type": "application/json",
      ...(given.retryAfter && { "retry-after": given.retryAfter }),
    });
    return response.end(typeof given.body === "string" ? given.body : JSON.stringify(given.body));
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));

  function redeem(refreshToken: string): { status: number; body: unknown; retryAfter?: string } {
    if (!live.has(refreshToken)) {
      return {
        status: 400,
        body: { error: "invalid_grant", error_description: "AADSTS70000: reused" },
      };
    }
    if (tokens.strict) live.delete(refreshToken);
    made++;
    live.add(`refresh-${made}`);
    return {
      status: 200,
      body: {
        token_type: "Bearer",
        access_token: `access-${made}`,
        refresh_token: `refresh-${made}`,
        expires_in: 3600,
        scope: "https://graph.microsoft.com/OnlineMeetings.ReadWrite Calendars.ReadBasic openid",
      },
    };
  }

  const before = process.env.ENTRA_AUTHORITY;
  const tokens: TokenServer = {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    asked: [],
    answer: null,
    delayMs: 0,
    strict: true,
    async stop() {
      process.env.ENTRA_AUTHORITY = before;
      resetEnv();
      server.closeAllConnections();
      await new Promise((done) => server.close(done));
    },
  };
  process.env.ENTRA_AUTHORITY = tokens.origin;
  resetEnv();
  return tokens;
}
