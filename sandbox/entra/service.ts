import { randomUUID } from "node:crypto";
import type { Context } from "../context.ts";
import type { Answer, Call } from "../http.ts";
import { type Outcome, playFault } from "../play-fault.ts";
import { findCode } from "./codes.ts";
import { findRefreshToken } from "./mint.ts";
import { entra } from "./routes.ts";

/** Entra as the network sees it. Token requests go into the ledger, without what must stay secret. */
export async function entraService(context: Context, call: Call): Promise<Outcome> {
  const isToken = call.path.endsWith("/oauth2/v2.0/token");
  const started = performance.now();
  const form = new URLSearchParams(isToken ? call.body : "");
  const organizer = isToken ? grantee(context, form) : null;
  const path = call.path + call.search;
  const fault = context.faults.take({ service: "entra", method: call.method, path, organizer });
  if (!isToken) return playFault(fault, () => entra(context, call));

  const entry = context.ledger.open({
    service: "entra",
    method: call.method,
    path,
    body: withoutSecrets(form),
    organizer,
    token: null,
    requestId: randomUUID(),
    clientRequestId: null,
    fault: fault?.kind ?? null,
  });
  const act = async (): Promise<Answer> => {
    const answer = await entra(context, call);
    entry.performed = answer.status < 400;
    return answer;
  };
  const outcome = await playFault(fault, act);
  entry.ms = Math.round(performance.now() - started);
  entry.status =
    outcome.wire === "send" || outcome.wire === "drip" ? (outcome.answer?.status ?? null) : null;
  return outcome;
}

function grantee(context: Context, form: URLSearchParams): string | null {
  const code = findCode(form.get("code") ?? "");
  return (
    code?.oid ?? findRefreshToken(context, form.get("refresh_token") ?? "")?.person.oid ?? null
  );
}

function withoutSecrets(form: URLSearchParams): Record<string, string> {
  const shown = ["grant_type", "client_id", "scope", "redirect_uri", "claims"];
  return Object.fromEntries([...form].filter(([name]) => shown.includes(name)));
}
