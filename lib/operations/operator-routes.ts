import { timingSafeEqual } from "node:crypto";
import type { IncomingMessage, ServerResponse } from "node:http";
import { isMigrated } from "@/lib/db/migrate";
import { env, isLoopback } from "@/lib/env";
import { sign } from "@/lib/guard/signing";
import { log } from "@/lib/log";
import { HEALTH_PROOF, OPERATOR_PATH } from "./operator-channel";
import { writeMetrics } from "./write-metrics";

export interface OperatorRoutesOptions {
  /** Answers what `npm run jobs` asks of a product whose database only it can open; null: nobody. */
  jobs: ((authorization: string, body: string) => Promise<object | null>) | null;
}

const READ_ONLY = ["/api/health", "/api/ready", "/api/metrics"];
const READY_LIMIT_MS = 3_000;
const LONGEST_BODY = 64 * 1024;

/**
 * The operator's addresses, answered in front of Next (it knows neither the caller's address nor a
 * worker's process). Says false of any other path.
 */
export function operatorRoutes({ jobs }: OperatorRoutesOptions) {
  return async function answer(req: IncomingMessage, res: ServerResponse): Promise<boolean> {
    const path = (req.url ?? "/").split("?", 1)[0];
    if (READ_ONLY.includes(path ?? "") && !["GET", "HEAD"].includes(req.method ?? "")) {
      res.setHeader("allow", "GET, HEAD");
      send(res, 405, "This address is only read.\n");
      return true;
    }
    switch (path) {
      case "/api/health":
        // Alive: the process answers. Says nothing of what it depends on.
        proveItself(req, res);
        send(res, 200, "ok\n");
        return true;
      case "/api/ready":
        return sayReady(res);
      case "/api/metrics":
        return sayMetrics(req, res);
      case OPERATOR_PATH:
        return sayJobs(req, res, jobs);
      default:
        return false;
    }
  };
}

/** `npm run doctor` asks whether the public address leads here, and not to another Usher. */
function proveItself(req: IncomingMessage, res: ServerResponse): void {
  const [, nonce] = /\?proof=([\w-]{16,64})$/.exec(req.url ?? "") ?? [];
  if (nonce) res.setHeader(HEALTH_PROOF, sign("health", nonce));
}

/** Ready: the database can be reached and all migrations are in place; 503 otherwise. */
async function sayReady(res: ServerResponse): Promise<true> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<"the database is slow">((resolve) => {
    timer = setTimeout(resolve, READY_LIMIT_MS, "the database is slow");
  });
  const missing = await Promise.race([lookForTrouble(), late]);
  clearTimeout(timer);
  if (missing) send(res, 503, `not ready: ${missing}\n`);
  else send(res, 200, "ready\n");
  return true;
}

async function lookForTrouble(): Promise<string | null> {
  try {
    return (await isMigrated()) ? null : "the database is of another version";
  } catch (error) {
    log.warn({ err: error }, "not ready: the database can't be reached");
    return "the database can't be reached";
  }
}

/**
 * With METRICS_TOKEN: as the bearer token. Without: in production nothing is here, because a proxy
 * on this machine makes the whole world look local; else for this machine alone.
 */
async function sayMetrics(req: IncomingMessage, res: ServerResponse): Promise<true> {
  const { metricsToken, production } = env();
  if (metricsToken !== null) {
    if (!isBearer(req.headers.authorization, metricsToken)) {
      res.setHeader("www-authenticate", "Bearer");
      send(res, 401, "The bearer token is not METRICS_TOKEN.\n");
      return true;
    }
  } else if (production || !isFromHere(req)) {
    send(res, 404, "There is nothing here.\n");
    return true;
  }
  const { type, text } = await writeMetrics();
  send(res, 200, text, type);
  return true;
}

async function sayJobs(
  req: IncomingMessage,
  res: ServerResponse,
  jobs: OperatorRoutesOptions["jobs"],
): Promise<true> {
  const body = req.method === "POST" && isFromHere(req) ? await readText(req) : null;
  const said = body !== null && jobs && (await jobs(req.headers.authorization ?? "", body));
  if (said) send(res, 200, JSON.stringify(said), "application/json");
  else send(res, 404, "There is nothing here.\n");
  return true;
}

/** Asked on this machine, by its own name, and not handed on by a proxy. */
function isFromHere(req: IncomingMessage): boolean {
  const address = req.socket.remoteAddress?.replace(/^::ffff:(?=\d+\.)/i, "") ?? "";
  const host = URL.parse(`http://${req.headers.host ?? ""}`)?.hostname ?? "";
  // The request wrapper takes forwarding headers away from strangers: here they tell on a proxy.
  const forwarded = req.rawHeaders.some(
    (name, at) => at % 2 === 0 && /^(x-forwarded-.*|forwarded|via|x-real-ip)$/i.test(name),
  );
  return (address === "::1" || address.startsWith("127.")) && isLoopback(host) && !forwarded;
}

function isBearer(authorization: string | undefined, token: string): boolean {
  const given = Buffer.from(authorization ?? "");
  const wanted = Buffer.from(`Bearer ${token}`);
  return given.length === wanted.length && timingSafeEqual(given, wanted);
}

async function readText(req: IncomingMessage): Promise<string | null> {
  let text = "";
  for await (const chunk of req.setEncoding("utf8")) {
    text += chunk;
    if (text.length > LONGEST_BODY) return null;
  }
  return text;
}

function send(
  res: ServerResponse,
  status: number,
  text: string,
  type = "text/plain; charset=utf-8",
): void {
  res.statusCode = status;
  res.setHeader("content-type", type);
  res.setHeader("cache-control", "no-store");
  res.end(text);
}
