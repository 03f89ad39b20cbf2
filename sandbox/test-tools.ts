/** What the sandbox's own tests share: a client of Entra and Graph written as a careful app would. */
import { createHash, randomBytes } from "node:crypto";
import { type SandboxClient, sandboxClient } from "./client.ts";
import type { SandboxOptions } from "./options.ts";
import { type Sandbox, startSandbox } from "./start.ts";

export const redirectUri = "http://localhost:3000/api/auth/callback/entra";
export const organizerScopes =
  "openid profile email offline_access OnlineMeetings.ReadWrite Calendars.ReadBasic";
export const registrationType = "#microsoft.graph.externalMeetingRegistration";
export const registrantType = "#microsoft.graph.externalMeetingRegistrant";

export interface Running {
  sandbox: Sandbox;
  control: SandboxClient;
}

export async function run(options: SandboxOptions = {}): Promise<Running> {
  const sandbox = await startSandbox(options);
  return { sandbox, control: sandboxClient(sandbox.controlUrl) };
}

export interface Flow {
  verifier: string;
  url: string;
}

export function startFlow(
  sandbox: Sandbox,
  tenant: string,
  more: Record<string, string | null> = {},
): Flow {
  const verifier = randomBytes(32).toString("base64url");
  const parameters: Record<string, string | null> = {
    client_id: sandbox.clientId,
    response_type: "code",
    redirect_uri: redirectUri,
    scope: organizerScopes,
    state: "the-state",
    nonce: "the-nonce",
    code_challenge: createHash("sha256").update(verifier).digest("base64url"),
    code_challenge_method: "S256",
    prompt: "select_account",
    ...more,
  };
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(parameters))
    if (value !== null) query.set(name, value);
  return { verifier, url: `${sandbox.entraUrl}/${tenant}/oauth2/v2.0/authorize?${query}` };
}

export interface TokenAnswer {
  status: number;
  body: Record<string, unknown> & {
    access_token: string;
    refresh_token: string;
    id_token: string;
    scope: string;
    error: string;
    error_codes: number[];
    error_description: string;
  };
}

export async function askToken(
  sandbox: Sandbox,
  tenant: string,
  form: Record<string, string>,
  headers: Record<string, string> = {},
): Promise<TokenAnswer> {
  const credentials: Record<string, string> = headers.authorization
    ? {}
    : { client_id: sandbox.clientId, client_secret: sandbox.clientSecret };
  const response = await fetch(`${sandbox.entraUrl}/${tenant}/oauth2/v2.0/token`, {
    method: "POST",
    headers,
    body: new URLSearchParams({ ...credentials, ...form }),
  });
  return { status: response.status, body: (await response.json()) as TokenAnswer["body"] };
}

export interface GraphAnswer {
  status: number;
  headers: Headers;
  // biome-ignore lint/suspicious/noExplicitAny: tests look into answers of every shape.
  body: any;
}

export type Graph = (
  method: string,
  path: string,
  body?: unknown,
  headers?: Record<string, string>,
) => Promise<GraphAnswer>;

export function graphWith(sandbox: Sandbox, token: string): Graph {
  return async (method, path, body, headers = {}) => {
    const response = await fetch(path.startsWith("http") ? path : sandbox.graphUrl + path, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body !== undefined && { "content-type": "application/json" }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      headers: response.headers,
      body: text === "" ? null : JSON.parse(text),
    };
  };
}

export async function graphAs(
  { sandbox, control }: Running,
  oid: string,
  scopes = organizerScopes,
): Promise<Graph> {
  const { accessToken } = await control.grant(oid, scopes.split(" "));
  return graphWith(sandbox, accessToken);
}

/** As the application itself, in one tenant. */
export async function graphAsApplication({ sandbox }: Running, tenant: string): Promise<Graph> {
  const { body } = await askToken(sandbox, tenant, {
    grant_type: "client_credentials",
    scope: "https://graph.microsoft.com/.default",
  });
  return graphWith(sandbox, body.access_token);
}
