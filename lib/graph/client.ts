import { randomUUID } from "node:crypto";
import { Client, ResponseType } from "@microsoft/microsoft-graph-client";
import type { z } from "zod";
import { env } from "@/lib/env";
import { log } from "@/lib/log";
import { metrics } from "@/lib/metrics";
import { requestScope } from "@/lib/request-scope";
import { faultOf, GraphFault, type GraphFaultKind, requestIdOf } from "./faults";
import { limits } from "./limits";
import { Wire } from "./wire";

export interface GraphCallOptions {
  /** What the call is for, as logs and faults name it: no ids, no addresses. */
  operation: string;
  version?: "v1.0" | "beta";
  headers?: Record<string, string>;
  /** How long Microsoft may take, in milliseconds; default: limits.callMs. */
  patienceMs?: number;
}

/**
 * Microsoft Graph with one token. Every call is sent once, ends within ten seconds (or its own
 * `patienceMs`) and throws GraphFault, nothing else; answers are parsed by the given schema.
 */
export interface GraphCall {
  /** Path of the person the call is about: `/me` or `/users/{oid}`. */
  readonly root: string;
  get<T>(path: string, answer: z.ZodType<T>, options: GraphCallOptions): Promise<T>;
  /** `url` is a whole address that Graph gave (`@odata.nextLink`), on Graph's own origin. */
  getPage<T>(url: string, answer: z.ZodType<T>, options: GraphCallOptions): Promise<T>;
  post<T>(path: string, body: object, answer: z.ZodType<T>, options: GraphCallOptions): Promise<T>;
  patch<T>(path: string, body: object, answer: z.ZodType<T>, options: GraphCallOptions): Promise<T>;
  /** A POST that is answered by 204, with nothing to read. */
  send(path: string, body: object, options: GraphCallOptions): Promise<void>;
  /** A POST that is answered by 202, with nothing to read: Microsoft will do it. */
  hand(path: string, body: object, options: GraphCallOptions): Promise<void>;
  delete(path: string, options: GraphCallOptions): Promise<void>;
}

export interface GraphAccess {
  token: string;
  /** The oid to act for, when `token` is an application's; `/me` without. */
  user?: string;
  /** Gives up early, as when the process drains. */
  signal?: AbortSignal;
}

export function graph(access: GraphAccess): GraphCall {
  const root = access.user ? `/users/${encodeURIComponent(access.user)}` : "/me";
  return {
    root,
    get: (path, answer, options) =>
      exchange(access, options, path, (request) => request.get(), answer),
    getPage: async (url, answer, options) => {
      const page = pathOfPage(url, options.operation);
      return exchange(
        access,
        { ...options, ...page },
        page.path,
        (request) => request.get(),
        answer,
      );
    },
    post: (path, body, answer, options) =>
      exchange(access, options, path, (request) => request.post(body), answer),
    patch: (path, body, answer, options) =>
      exchange(access, options, path, (request) => request.patch(body), answer),
    send: async (path, body, options) => {
      await exchange(access, options, path, (request) => request.post(body), DONE);
    },
    hand: async (path, body, options) => {
      await exchange(access, options, path, (request) => request.post(body), ACCEPTED);
    },
    delete: async (path, options) => {
      await exchange(access, options, path, (request) => request.delete(), DONE);
    },
  };
}

type Request = ReturnType<Client["api"]>;

/** The one status of an answer that has nothing to read. */
type Bare = 202 | 204;
const DONE: Bare = 204;
const ACCEPTED: Bare = 202;

/** What calls are also made to find out: whether it is there, whether it is ours. */
const ORDINARY: GraphFaultKind[] = ["not-found", "conflict", "gone"];

/** Sends once and says in the log how that ended, with the ids that Microsoft's support asks for. */
async function exchange<T>(
  access: GraphAccess,
  options: GraphCallOptions,
  path: string,
  send: (request: Request) => Promise<unknown>,
  answer: z.ZodType<T> | Bare,
): Promise<T> {
  const { operation, version = "v1.0", patienceMs = limits.callMs } = options;
  const clientRequestId = ownRequestId();
  const client = Client.initWithMiddleware({
    baseUrl: env().graphUrl.replace(/\/+$/, ""),
    defaultVersion: version,
    middleware: new Wire({
      token: access.token,
      requestId: clientRequestId,
      patienceMs,
      signal: access.signal,
    }),
  });
  const begun = performance.now();
  const say = (
    ended: { status: number | null; graphRequestId: string | null },
    fault?: unknown,
  ) => {
    const seconds = (performance.now() - begun) / 1000;
    metrics().graph.observe({ operation, status: String(ended.status ?? "none") }, seconds);
    const { kind = null, code = null } = fault instanceof GraphFault ? fault : {};
    const line = { operation, clientRequestId, ...ended, ms: Math.round(seconds * 1000) };
    const level = kind && ORDINARY.includes(kind) ? "info" : "warn";
    if (fault) log[level]({ ...line, kind, code }, "a call to Graph failed");
    else log.debug(line, "called Graph");
  };
  try {
    const { response, value } = await sendOnce(client, options, path, send, answer);
    say({ status: response.status, graphRequestId: requestIdOf(response) });
    return value;
  } catch (fault) {
    const known = fault instanceof GraphFault ? fault : null;
    say({ status: known?.status ?? null, graphRequestId: known?.requestId ?? null }, fault);
    throw fault;
  }
}

/**
 * The id of the request or job that the call is made for, so that Microsoft's trace joins our log.
 * Microsoft wants a UUID; what a proxy named otherwise is joined by the log line alone.
 */
function ownRequestId(): string {
  const { requestId = "" } = requestScope();
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(requestId) ? requestId : randomUUID();
}

/** `answer` is what is to be read, or the status that says that it is done. */
async function sendOnce<T>(
  client: Client,
  { operation, headers = {} }: GraphCallOptions,
  path: string,
  send: (request: Request) => Promise<unknown>,
  answer: z.ZodType<T> | Bare,
): Promise<{ response: Response; value: T }> {
  let response: Response;
  try {
    const request = client.api(path).headers(headers).responseType(ResponseType.RAW);
    response = (await send(request)) as Response;
  } catch (error) {
    throw new GraphFault({
      kind: "no-answer",
      message: `Graph did not answer ${operation}.`,
      // The library's wrapper holds the address; only its name says what happened.
      cause: error instanceof Error ? error.name : undefined,
    });
  }
  const text = await response.text();
  if (!response.ok) throw faultOf(operation, response, text, new Date());
  if (typeof answer === "number") {
    // A gateway's 200 with a page of its own has done nothing.
    if (response.status === answer) return { response, value: undefined as T };
    throw unreadable(operation, response);
  }
  const parsed = answer.safeParse(parseJson(text));
  if (parsed.success) return { response, value: parsed.data };
  throw unreadable(operation, response);
}

function unreadable(operation: string, response: Response): GraphFault {
  return new GraphFault({
    kind: "no-answer",
    message: `Graph answered ${operation} with something unreadable.`,
    status: response.status,
    requestId: requestIdOf(response),
  });
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Version and path of a page that Graph points to. The token goes nowhere but to Graph itself. */
function pathOfPage(url: string, operation: string) {
  const base = new URL(env().graphUrl);
  const page = URL.parse(url);
  const prefix = base.pathname.replace(/\/+$/, "");
  const match = /^\/(v1\.0|beta)(\/.+)$/.exec(page?.pathname.slice(prefix.length) ?? "");
  if (page?.origin !== base.origin || !page.pathname.startsWith(prefix) || !match) {
    throw new GraphFault({
      kind: "no-answer",
      message: `Graph pointed ${operation} to another place for the next page.`,
    });
  }
  return {
    version: match[1] as "v1.0" | "beta",
    path: `${match[2]}${page.search}`,
  };
}
