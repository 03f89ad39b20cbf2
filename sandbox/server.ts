import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import type { Answer, Call } from "./http.ts";
import type { Outcome } from "./play-fault.ts";

const MAX_BODY = 5 * 1024 * 1024;

export interface Mounted {
  /** By the first segment of the path; the empty name is the root page. */
  [name: string]: (call: Call) => Promise<Outcome>;
}

export interface HttpService {
  port: number;
  stop(): Promise<void>;
}

/** One port for every HTTP service. On loopback only, and for those who ask for loopback by name. */
export async function startHttp(port: number, services: Mounted): Promise<HttpService> {
  const server = createServer((request, response) => {
    handle(request, response, services).catch((error: unknown) => {
      process.stderr.write(
        `sandbox: ${request.method} ${request.url?.split("?")[0]} failed: ${error instanceof Error ? error.stack : String(error)}\n`,
      );
      if (!response.headersSent) response.writeHead(500);
      response.end();
    });
  });
  server.keepAliveTimeout = 60_000;
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, stop: () => stop(server) };
}

async function stop(server: Server): Promise<void> {
  const closed = once(server, "close");
  server.close();
  server.closeAllConnections();
  await closed;
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  services: Mounted,
): Promise<void> {
  // Whatever name a page of the web gave to 127.0.0.1, it is not let in under it.
  if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(request.headers.host ?? "")) {
    return send(response, { status: 421, body: "The sandbox answers on loopback only." });
  }
  const [path = "/", ...search] = (request.url ?? "/").split("?");
  const [, name = "", rest = ""] = /^\/([^/]*)(.*)$/.exec(path) ?? [];
  const service = services[name];
  if (service === undefined) return send(response, { status: 404, body: "" });
  const body = await readBody(request);
  if (body === null) return send(response, { status: 413, body: "" });
  const query = search.join("?");
  const outcome = await service({
    method: request.method ?? "GET",
    path: rest,
    search: query === "" ? "" : `?${query}`,
    query: new URLSearchParams(query),
    headers: request.headers,
    body,
  });
  return leave(outcome, response);
}

async function readBody(request: IncomingMessage): Promise<string | null> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of request) {
    length += (chunk as Buffer).length;
    if (length > MAX_BODY) return null;
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks).toString("utf8");
}

async function leave(outcome: Outcome, response: ServerResponse): Promise<void> {
  switch (outcome.wire) {
    case "hang":
      return;
    case "reset":
      response.socket?.resetAndDestroy();
      return;
    case "send":
      return send(response, outcome.answer ?? { status: 204 });
    case "drip":
      return drip(response, outcome.answer ?? { status: 204 }, outcome.msPerByte ?? 200);
  }
}

function send(response: ServerResponse, answer: Answer): void {
  const body = answer.body ?? "";
  const length = answer.status === 204 ? {} : { "content-length": Buffer.byteLength(body) };
  response.writeHead(answer.status, { ...length, ...answer.headers });
  response.end(answer.status === 204 ? undefined : body);
}

async function drip(response: ServerResponse, answer: Answer, msPerByte: number): Promise<void> {
  response.writeHead(answer.status, answer.headers);
  for (const byte of Buffer.from(answer.body ?? "")) {
    if (response.destroyed) return;
    response.write(Buffer.from([byte]));
    await sleep(msPerByte);
  }
  response.end();
}
