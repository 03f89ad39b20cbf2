import http from "node:http";
import type { AddressInfo } from "node:net";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { z } from "zod";
import { resetEnv } from "@/lib/env";
import { graph } from "./client";
import { GraphFault } from "./faults";
import { findByJoinUrl } from "./online-meetings";

/*
 * What the wire does, against a bare HTTP server: what Graph means by its answers is tried against
 * the sandbox, beside this file.
 */
type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

let server: http.Server;
let origin: string;
let handler: Handler;
let seen: http.IncomingMessage[];

beforeEach(async () => {
  seen = [];
  server = http.createServer((request, response) => {
    seen.push(request);
    handler(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  process.env.GRAPH_URL = origin;
  resetEnv();
});

afterEach(async () => {
  server.closeAllConnections();
  await new Promise((done) => server.close(done));
});

const anything = z.looseObject({});
const settings = { operation: "aTest" };
const call = () => graph({ token: "secret-token" });

async function faultOfCall(work: Promise<unknown>): Promise<GraphFault> {
  const fault = await work.then(
    () => null,
    (error: unknown) => error,
  );
  expect(fault).toBeInstanceOf(GraphFault);
  return fault as GraphFault;
}

describe("graph", () => {
  it("sends the token and an id of its own, to the version asked for", async () => {
    handler = (_, response) => response.end("{}");
    await call().post("/me/a%20b?$x=1", { y: "ü" }, anything, { ...settings, version: "beta" });
    expect(seen[0]?.url).toBe("/beta/me/a%20b?$x=1");
    expect(seen[0]?.method).toBe("POST");
    expect(seen[0]?.headers).toMatchObject({
      authorization: "Bearer secret-token",
      "content-type": "application/json",
      "client-request-id": expect.stringMatching(/^[0-9a-f-]{36}$/),
    });
  });

  it("acts for a person with an application's token", () => {
    expect(call().root).toBe("/me");
    expect(graph({ token: "t", user: "1e50/0" }).root).toBe("/users/1e50%2F0");
  });

  it.each([429, 503, 504])("sends once and never waits by itself after %d", async (status) => {
    handler = (_, response) => {
      response.writeHead(status, { "retry-after": "7" }).end("{}");
    };
    const begun = Date.now();
    const fault = await faultOfCall(call().get("/me/x", anything, settings));
    expect(fault.status).toBe(status);
    expect(seen).toHaveLength(1);
    expect(Date.now() - begun).toBeLessThan(2_000);
  });

  it.each([301, 302, 303, 307, 308])(
    "follows no %d, so the token goes nowhere else",
    async (status) => {
      handler = (_, response) => {
        response.writeHead(status, { location: `${origin}/elsewhere` }).end();
      };
      const fault = await faultOfCall(call().get("/me/x", anything, settings));
      expect(fault).toMatchObject({ kind: "no-answer", status });
      expect(seen).toHaveLength(1);
    },
  );

  it.each<[string, Handler]>([
    ["a reset", (request) => request.socket.destroy()],
    [
      "an answer cut off",
      (request, response) => {
        response.writeHead(200, { "content-length": "900" }).write('{"a":');
        setTimeout(() => request.socket.destroy(), 20);
      },
    ],
    ["garbage", (_, response) => response.end("<html>Welcome to nginx!</html>")],
    ["an empty answer", (_, response) => response.end()],
    ["another shape", (_, response) => response.end('{"joinWebUrl":7}')],
    ["something far too long", (_, response) => response.end("x".repeat(5 * 1024 * 1024))],
  ])("says no-answer to %s", async (_name, given) => {
    handler = given;
    const shape = z.object({ joinWebUrl: z.string() });
    const fault = await faultOfCall(call().get("/me/secret-path", shape, settings));
    expect(fault).toMatchObject({ kind: "no-answer", retry: true });
    expect(JSON.stringify([fault.message, fault.stack, fault.cause])).not.toMatch(/secret|127\.0/);
  });

  it("gives up after ten seconds, also when the answer comes byte by byte", async () => {
    handler = (_, response) => {
      response.writeHead(200);
      const drip = setInterval(() => response.write(" "), 200);
      response.on("close", () => clearInterval(drip));
    };
    const begun = Date.now();
    const fault = await faultOfCall(call().get("/me/x", anything, settings));
    expect(fault.kind).toBe("no-answer");
    expect(Date.now() - begun).toBeGreaterThan(9_000);
    expect(Date.now() - begun).toBeLessThan(12_000);
  });

  it("stops at once when the process drains", async () => {
    handler = () => {};
    const draining = new AbortController();
    const answer = faultOfCall(
      graph({ token: "t", signal: draining.signal }).get("/me/x", anything, settings),
    );
    setTimeout(() => draining.abort(), 50);
    expect((await answer).kind).toBe("no-answer");
  });

  it("follows a next page on Graph's own origin only", async () => {
    handler = (_, response) => response.end("{}");
    const next = "/v1.0/me/calendarView?$skiptoken=a%2Bb%3D%3D&$top=50&startDateTime=x";
    await call().getPage(`${origin}${next}`, anything, settings);
    const sent = new URL(seen[0]?.url ?? "", origin);
    expect(sent.pathname).toBe("/v1.0/me/calendarView");
    expect(sent.searchParams.get("$skiptoken")).toBe("a+b==");
    expect([...sent.searchParams].sort()).toEqual([...new URL(next, origin).searchParams].sort());
    for (const url of [
      "https://evil.example/v1.0/me/calendarView",
      `http://127.0.0.1:1/v1.0/me/calendarView`,
      `${origin}@evil.example/v1.0/me`,
      `${origin}/other/me`,
      "/v1.0/me/calendarView",
    ])
      expect((await faultOfCall(call().getPage(url, anything, settings))).kind).toBe("no-answer");
    expect(seen).toHaveLength(1);
  });

  it("doubles quotes and encodes what a filter holds", async () => {
    handler = (_, response) => response.end('{"value":[]}');
    const link =
      'https://teams.microsoft.com/l/meetup-join/19%3ameeting_O\'Brien%40thread.v2/0?context={"Tid":"a&b"}';
    expect(await findByJoinUrl(call(), link)).toBeNull();
    const filter = new URL(seen[0]?.url ?? "", origin).searchParams.get("$filter");
    expect(filter).toBe(`JoinWebUrl eq '${link.replace("'", "''")}'`);
  });
});
