import { randomUUID } from "node:crypto";
import { decodeJwt } from "jose";
import type { Context } from "../context.ts";
import { type Answer, type Call, header, segmentsOf } from "../http.ts";
import { type Outcome, playFault, throttled } from "../play-fault.ts";
import { batch } from "./batch.ts";
import { errorAnswer, GraphError, type RequestIds } from "./errors.ts";
import { graph } from "./routes.ts";

/** Graph as the network sees it: ledger, faults and throttling around the routes. */
export function graphService(context: Context): (call: Call) => Promise<Outcome> {
  async function serve(call: Call): Promise<Outcome> {
    const started = performance.now();
    const organizer = organizerOf(context, call);
    const ids: RequestIds = {
      requestId: randomUUID(),
      clientRequestId: header(call, "client-request-id") ?? randomUUID(),
    };
    const path = call.path + call.search;
    const fault = context.faults.take({ service: "graph", method: call.method, path, organizer });
    const entry = context.ledger.open({
      service: "graph",
      method: call.method,
      path,
      body: parsed(call),
      organizer,
      token: tokenKind(call),
      requestId: ids.requestId,
      clientRequestId: header(call, "client-request-id") ?? null,
      fault: fault?.kind ?? null,
    });
    const act = async (): Promise<Answer> => {
      const wait = isBatch(call) ? null : secondsToWait(call, organizer);
      if (wait !== null) return throttled(wait);
      const answer = await run(call, ids);
      entry.performed = answer.status < 400;
      return answer;
    };
    const outcome = await playFault(fault, act);
    entry.ms = Math.round(performance.now() - started);
    entry.status =
      outcome.wire === "send" || outcome.wire === "drip" ? (outcome.answer?.status ?? null) : null;
    return withIds(outcome, ids);
  }

  function secondsToWait(call: Call, organizer: string | null): number | null {
    const { rateLimit, webinarLimit } = context.settings;
    const now = Date.now();
    if (isVirtualEvent(call)) {
      const kind = call.method === "GET" ? "reads" : "writes";
      const limit = webinarLimit && {
        calls: webinarLimit[kind],
        windowSeconds: webinarLimit.windowSeconds,
      };
      const wait = context.throttle.check(`virtual events: ${kind}`, limit, now);
      if (wait !== null) return wait;
    }
    const limit = rateLimit && {
      calls: rateLimit.perOrganizer,
      windowSeconds: rateLimit.windowSeconds,
    };
    return context.throttle.check(organizer ?? "", limit, now);
  }

  async function run(call: Call, ids: RequestIds): Promise<Answer> {
    try {
      if (isBatch(call)) {
        return await batch(call, async (part) => {
          const outcome = await serve(part);
          return outcome.answer ?? { status: 504 };
        });
      }
      return await graph(context, call);
    } catch (error) {
      if (error instanceof GraphError) return errorAnswer(error, ids);
      throw error;
    }
  }

  return serve;
}

/** Its parts are counted and answered one by one. */
function isBatch(call: Call): boolean {
  return call.method === "POST" && /^\/(v1\.0|beta)\/\$batch$/.test(call.path);
}

function withIds(outcome: Outcome, ids: RequestIds): Outcome {
  const { answer } = outcome;
  if (answer === undefined) return outcome;
  const headers = {
    "request-id": ids.requestId,
    "client-request-id": ids.clientRequestId,
    ...answer.headers,
  };
  return { ...outcome, answer: { ...answer, headers } };
}

function isVirtualEvent(call: Call): boolean {
  return /^\/[^/]+\/solutions\/virtualEvents(\/|$)/i.test(call.path);
}

/** Whose things it is about; else whose token it says it is; whether that is true is found out later. */
function organizerOf(context: Context, call: Call): string | null {
  const user = /^\/[^/]+\/users\/([^/]+)/i.exec(call.path)?.[1];
  if (user !== undefined) return user;
  const webinar = segmentsOf(call.path)[4] ?? "";
  const ofWebinar = isVirtualEvent(call) ? context.state.webinars[webinar]?.organizer : undefined;
  if (ofWebinar !== undefined) return ofWebinar;
  const oid = claimsOf(call)?.oid;
  return oid === undefined ? null : String(oid);
}

function tokenKind(call: Call): "delegated" | "application" | null {
  const claims = claimsOf(call);
  if (claims === null) return null;
  return claims.idtyp === "app" ? "application" : "delegated";
}

/** What a token says of itself; whether that is true is found out later. */
function claimsOf(call: Call): Record<string, unknown> | null {
  try {
    return decodeJwt((call.headers.authorization ?? "").slice(7));
  } catch {
    return null;
  }
}

/** Secrets, and what is only large. */
const LEFT_OUT = ["clientState", "contentBytes"];

/** For the ledger, which keeps no secrets; what a mail says is in the mailbox. */
function parsed({ body, path }: Call): unknown {
  if (body === "") return null;
  const isMail = /\/sendMail$/i.test(path);
  try {
    return JSON.parse(body, (name, value) =>
      LEFT_OUT.includes(name) || (isMail && name === "content") ? undefined : value,
    );
  } catch {
    return body;
  }
}
