import { once } from "node:events";
import { type IncomingMessage, request } from "node:http";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ines, tomas } from "./people.ts";
import {
  type Graph,
  graphAs,
  type Running,
  registrantType,
  registrationType,
  run,
} from "./test-tools.ts";

let running: Running;
let graph: Graph;
let registrants: string;
beforeAll(async () => {
  running = await run();
});
beforeEach(async () => {
  await running.control.reset();
  graph = await graphAs(running, ines.oid);
  const path = `/beta/me/onlineMeetings/${(await running.control.sample()).id}/registration`;
  await graph("POST", path, { "@odata.type": registrationType, allowedRegistrant: "everyone" });
  registrants = `${path}/registrants`;
  await running.control.resetLedger();
});
afterAll(() => running.sandbox.stop());

const enrol = (id: string) => graph("POST", registrants, { "@odata.type": registrantType, id });
const onRegistrants = { method: "POST", path: "/registrants$" };
const enrolled = async () =>
  (await running.control.registrants())[0]?.registrants.map(({ id }) => id);

test("a status with headers and body, as often as asked", async () => {
  await running.control.fault({
    service: "graph",
    match: onRegistrants,
    times: 2,
    fault: {
      kind: "status",
      status: 503,
      headers: { "retry-after": "7" },
      body: { error: { code: "x" } },
    },
  });
  const first = await enrol("a");
  expect(first).toMatchObject({ status: 503, body: { error: { code: "x" } } });
  expect(first.headers.get("retry-after")).toBe("7");
  expect((await enrol("a")).status).toBe(503);
  expect((await enrol("a")).status).toBe(200);
  expect(
    (await running.control.ledger()).map(({ status, performed, fault }) => [
      status,
      performed,
      fault,
    ]),
  ).toEqual([
    [503, false, "status"],
    [503, false, "status"],
    [200, true, null],
  ]);
});

test("done but unanswered: the registrant is there, the answer is not", async () => {
  await running.control.fault({
    service: "graph",
    match: onRegistrants,
    fault: { kind: "done-but-unanswered" },
  });
  await expect(enrol("a")).rejects.toThrow();
  expect(await enrolled()).toEqual(["a"]);
  expect(await running.control.ledger()).toMatchObject([
    {
      status: null,
      performed: true,
      organizer: ines.oid,
      body: { "@odata.type": registrantType, id: "a" },
    },
  ]);
  expect((await enrol("a")).status).toBe(409);
});

test("reset, garbage and nothing at all", async () => {
  await running.control.fault({ service: "graph", match: onRegistrants, fault: { kind: "reset" } });
  await expect(enrol("a")).rejects.toThrow();
  await running.control.fault({
    service: "graph",
    match: onRegistrants,
    fault: { kind: "garbage", perform: true },
  });
  await expect(enrol("b")).rejects.toThrow(SyntaxError);
  await running.control.fault({ service: "graph", match: onRegistrants, fault: { kind: "empty" } });
  expect(await enrol("c")).toMatchObject({ status: 200, body: null });
  expect(await enrolled()).toEqual(["b"]);
});

test("hanging lasts until the client gives up; dripping arrives in the end", async () => {
  await running.control.fault({ service: "graph", match: onRegistrants, fault: { kind: "hang" } });
  const { accessToken } = await running.control.grant(ines.oid, ["OnlineMeetings.ReadWrite"]);
  const hanging = fetch(running.sandbox.graphUrl + registrants, {
    method: "POST",
    headers: { authorization: `Bearer ${accessToken}`, "content-type": "application/json" },
    body: "{}",
    signal: AbortSignal.timeout(200),
  });
  await expect(hanging).rejects.toThrow(/timeout/i);
  await running.control.fault({
    service: "graph",
    match: onRegistrants,
    fault: { kind: "slow-drip", msPerByte: 1 },
  });
  expect((await enrol("a")).body.joinWebUrl).toContain("prid");
});

test("a delay, before or after the work", async () => {
  for (const when of ["before", "after"] as const) {
    await running.control.fault({
      service: "graph",
      match: {},
      fault: { kind: "delay", ms: 80, when },
    });
    const started = performance.now();
    expect((await enrol(when)).status).toBe(200);
    expect(performance.now() - started).toBeGreaterThan(75);
  }
});

test("the nth request of one organizer", async () => {
  const other = await graphAs(running, tomas.oid);
  await running.control.fault({
    service: "graph",
    match: { organizer: ines.oid, nth: 2 },
    fault: { kind: "throttle", retryAfter: 3 },
  });
  expect((await graph("GET", registrants)).status).toBe(200);
  expect((await other("GET", "/v1.0/me/events/none")).status).toBe(404);
  const limited = await graph("GET", registrants);
  expect(limited.status).toBe(429);
  expect(limited.headers.get("retry-after")).toBe("3");
  expect((await graph("GET", registrants)).status).toBe(200);
});

test("a rate limit is each organizer’s own", async () => {
  await running.control.set({ rateLimit: { perOrganizer: 2, windowSeconds: 30 } });
  const other = await graphAs(running, tomas.oid);
  const statuses = [];
  for (let call = 0; call < 3; call++) statuses.push((await graph("GET", registrants)).status);
  expect(statuses).toEqual([200, 200, 429]);
  expect((await other("GET", "/v1.0/me/events/none")).status).toBe(404);
});

test("until it is cleared, and a mistake in a fault is told", async () => {
  const id = await running.control.fault({
    service: "graph",
    times: null,
    fault: { kind: "status", status: 500 },
  });
  expect((await enrol("a")).status).toBe(500);
  expect((await enrol("a")).status).toBe(500);
  await running.control.clearFault(id);
  expect((await enrol("a")).status).toBe(200);
  await expect(
    running.control.fault({ service: "graph", match: { path: "(" }, fault: { kind: "hang" } }),
  ).rejects.toThrow("400");
});

test("the ledger keeps no secret", async () => {
  const { refreshToken } = await running.control.grant(ines.oid, ["openid", "offline_access"]);
  await fetch(`${running.sandbox.entraUrl}/organizations/oauth2/v2.0/token`, {
    method: "POST",
    body: new URLSearchParams({
      grant_type: "refresh_token",
      refresh_token: refreshToken,
      client_id: running.sandbox.clientId,
      client_secret: running.sandbox.clientSecret,
    }),
  });
  const entries = await running.control.ledger();
  expect(entries).toMatchObject([
    { service: "entra", status: 200, organizer: ines.oid, body: { grant_type: "refresh_token" } },
  ]);
  expect(JSON.stringify(entries)).not.toContain(refreshToken);
  expect(JSON.stringify(entries)).not.toContain("sandbox-secret");
});

test("a web page cannot steer it, nor reach it by another name", async () => {
  const simple = await fetch(`${running.sandbox.controlUrl}/reset`, { method: "POST", body: "x" });
  expect(simple.status).toBe(415);
  const rebound = request(running.sandbox.controlUrl, {
    headers: { host: "rebound.example" },
  }).end();
  const [answer] = (await once(rebound, "response")) as [IncomingMessage];
  answer.resume();
  expect(answer.statusCode).toBe(421);
});
