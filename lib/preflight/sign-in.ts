import { randomBytes } from "node:crypto";
import { env, isLoopback } from "@/lib/env";
import { ATTENDEE_SCOPE, organizerScope } from "@/lib/session/scopes";
import { askEntra, discoveryUrl, entraCode } from "./ask-entra";
import type { Check, Finding, Values } from "./check";
import { readDiscovery } from "./discovery";

/**
 * Would Entra send people back to Usher? A sign-in is asked for that may show nothing
 * (`prompt=none`): with a redirect address that it knows, Entra sends the browser there with an
 * error; with any other it shows a page of its own (AADSTS50011). Where it answers otherwise, that
 * is said, and the addresses are to be compared by hand.
 */
export const signInCheck: Check = {
  name: "sign-in",
  async run() {
    const { entra, publicUrl, calendarScope } = env();
    if (entra.clientId === "") return { kind: "note", reason: "not-set-up" };
    const { protocol, hostname } = new URL(publicUrl);
    if (protocol === "http:" && !isLoopback(hostname))
      return { kind: "red", reason: "http", by: "operator", values: { address: publicUrl } };
    const found = readDiscovery((await askEntra(discoveryUrl(entra.tenantId)))?.text ?? "");
    if (!found) return { kind: "note", reason: "no-discovery" };
    return Promise.all([
      tryAddress(found.authorize, "entra", organizerScope(calendarScope)),
      tryAddress(found.authorize, "attendee", ATTENDEE_SCOPE),
    ]);
  },
};

/** As lib/session/providers.ts names them in the callback's address. */
type Provider = "entra" | "attendee";

async function tryAddress(authorize: string, provider: Provider, scope: string): Promise<Finding> {
  const { publicUrl, entra } = env();
  const address = `${publicUrl}/api/auth/callback/${provider}`;
  const asked = new URL(authorize);
  const parameters = {
    client_id: entra.clientId,
    response_type: "code",
    response_mode: "query",
    redirect_uri: address,
    scope,
    prompt: "none",
    state: random(),
    nonce: random(),
    code_challenge: random(),
    code_challenge_method: "S256",
  };
  for (const [name, value] of Object.entries(parameters)) asked.searchParams.set(name, value);
  const answer = await askEntra(asked.href);
  const values: Values = { address };
  const back = URL.parse(answer?.headers.get("location") ?? "");
  if (back?.href.startsWith(`${address}?`))
    return judge(entraCode(back.searchParams.get("error_description") ?? ""), values);
  const code = entraCode(answer?.text ?? "");
  return code === null ? { kind: "note", reason: "untold", values } : judge(code, values);
}

/** What Entra means; nobody being signed in is as it should be. */
const REASONS: Record<string, string> = {
  AADSTS50011: "redirect",
  AADSTS500113: "redirect",
  AADSTS700016: "unknown-client",
  AADSTS90002: "unknown-tenant",
  AADSTS50194: "one-tenant",
  AADSTS650053: "scope",
  AADSTS70011: "scope",
};

function judge(code: string | null, values: Values): Finding {
  const reason = REASONS[code ?? ""];
  if (code === null || reason === undefined) return { kind: "green", values };
  return { kind: "red", reason, by: "operator", values: { ...values, code } };
}

function random(): string {
  return randomBytes(32).toString("base64url");
}
