import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ines, per, tidewater } from "../../people.ts";
import { type Graph, graphAs, graphAsApplication, type Running, run } from "../../test-tools.ts";

const SUBSCRIPTIONS = "/v1.0/subscriptions";
const MINUTE_MS = 60_000;
let running: Running;
let server: Server;
let notificationUrl: string;
let application: Graph;
/** What came in, and how the listener answers. */
let received: Record<string, unknown>[] = [];
let answer = { validates: true, statuses: [] as number[] };

beforeAll(async () => {
  running = await run();
  server = createServer(async (request, response) => {
    const token = new URL(request.url ?? "", "http://here").searchParams.get("validationToken");
    let body = "";
    for await (const chunk of request) body += chunk;
    if (token !== null) {
      response.writeHead(200, { "content-type": "text/plain" });
      return response.end(answer.validates ? token : "no");
    }
    const status = answer.statuses.shift() ?? 202;
    if (status === 202) received.push(...JSON.parse(body).value);
    response.writeHead(status);
    response.end();
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  notificationUrl = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook?from=graph`;
});
beforeEach(async () => {
  await running.control.reset();
  application = await graphAsApplication(running, tidewater.id);
  received = [];
  answer = { validates: true, statuses: [] };
});
afterAll(async () => {
  server.close();
  await running.sandbox.stop();
});

const inMinutes = (minutes: number) => new Date(Date.now() + minutes * MINUTE_MS).toISOString();
const subscribe = (on: Graph, resource: string, changeType: string, more: object = {}) =>
  on("POST", SUBSCRIPTIONS, {
    changeType,
    resource,
    notificationUrl,
    expirationDateTime: inMinutes(60),
    clientState: "only-we-know",
    ...more,
  });
const arrived = (count: number) => expect.poll(() => received).toHaveLength(count);

test("a meeting that is moved and cancelled is told to who asked for the calendar", async () => {
  const reader = await graphAs(running, ines.oid, "openid Calendars.Read");
  const made = await subscribe(reader, "me/events", "updated,deleted");
  expect(JSON.stringify(await running.control.ledger())).not.toContain("only-we-know");
  expect(made).toMatchObject({ status: 201, body: { resource: "me/events", clientState: null } });
  const meeting = await running.control.sample();
  const entry = (await running.control.calendar(ines.oid)).find(
    ({ joinUrl }) => joinUrl === meeting.joinWebUrl,
  );
  await running.control.changeMeeting(meeting.id, { subject: "Renamed" });
  await arrived(1);
  await running.control.cancelMeeting(meeting.id);
  await arrived(2);
  const common = {
    subscriptionId: made.body.id,
    clientState: "only-we-know",
    tenantId: tidewater.id,
    resourceData: { id: entry?.id },
  };
  expect(received).toMatchObject([
    { ...common, changeType: "updated" },
    { ...common, changeType: "deleted" },
  ]);
  await reader("DELETE", `${SUBSCRIPTIONS}/${made.body.id}`);
  expect((await reader("GET", SUBSCRIPTIONS)).body.value).toEqual([]);
});

test("a webinar and its registrations, each once and for a day at most", async () => {
  const { id } = await running.control.sampleWebinar();
  const path = `solutions/virtualEvents/webinars/${id}`;
  expect((await subscribe(application, path, "updated")).status).toBe(201);
  expect((await subscribe(application, path, "updated")).status).toBe(409);
  const registrations = await subscribe(application, `${path}/registrations`, "created,updated");
  expect(registrations.status).toBe(201);
  await running.control.changeWebinar(id, { displayName: "Renamed" });
  await arrived(1);
  await application("POST", `/v1.0/${path}/registrations`, {
    firstName: "Ada",
    lastName: "Marlow",
    email: "ada@example.org",
    preferredTimezone: "UTC",
    preferredLanguage: "en-us",
  });
  await arrived(2);
  const [registration] = (await running.control.webinar(id)).registrations;
  await running.control.decideRegistration(id, String(registration?.id), "waitlisted");
  await arrived(3);
  expect(received.map(({ changeType, resource }) => [changeType, resource])).toEqual([
    ["updated", path],
    ["created", `${path}/registrations/${registration?.id}`],
    ["updated", `${path}/registrations/${registration?.id}`],
  ]);
  const address = `${SUBSCRIPTIONS}/${registrations.body.id}`;
  const renew = (minutes: number) =>
    application("PATCH", address, { expirationDateTime: inMinutes(minutes) });
  expect((await renew(24 * 60)).status).toBe(200);
  expect((await renew(25 * 60)).status).toBe(400);
});

test("one that nobody renewed ends by itself", async () => {
  const reader = await graphAs(running, ines.oid, "openid Calendars.Read");
  const soon = { expirationDateTime: new Date(Date.now() + 300).toISOString() };
  const { body } = await subscribe(reader, "me/events", "updated", soon);
  await expect
    .poll(async () => (await reader("GET", `${SUBSCRIPTIONS}/${body.id}`)).status)
    .toBe(404);
});

test("notifications come again when they are refused, and may be lost or come twice", async () => {
  const reader = await graphAs(running, ines.oid, "openid Calendars.Read");
  await subscribe(reader, `users/${ines.oid}/events`, "updated");
  const { id } = await running.control.sample();
  answer.statuses = [503];
  await running.control.changeMeeting(id, { subject: "A" });
  await arrived(1);
  await running.control.set({ notifications: "twice" });
  await running.control.changeMeeting(id, { subject: "B" });
  await arrived(3);
  await running.control.set({ notifications: "lost" });
  await running.control.changeMeeting(id, { subject: "C" });
  await running.control.set({ notifications: "sent" });
  await running.control.changeMeeting(id, { subject: "D" });
  await arrived(4);
  await expect.poll(async () => (await running.control.subscriptions())[0]?.delivered).toBe(4);
});

test("only for what one may read, and to an address that answers for itself", async () => {
  const basic = await graphAs(running, ines.oid, "openid Calendars.ReadBasic");
  expect((await subscribe(basic, "me/events", "updated")).status).toBe(403);
  const reader = await graphAs(running, per.oid, "openid Calendars.Read VirtualEvent.Read");
  expect((await subscribe(reader, `users/${ines.oid}/events`, "updated")).status).toBe(403);
  const { id } = await running.control.sampleWebinar();
  const webinar = `solutions/virtualEvents/webinars/${id}`;
  expect((await subscribe(reader, webinar, "updated")).status).toBe(403);
  await running.control.uncoverOrganizer(ines.oid);
  expect((await subscribe(application, webinar, "updated")).status).toBe(403);
  expect((await subscribe(application, "me/events", "updated")).status).toBe(400);
  expect((await subscribe(reader, "me/messages", "updated")).status).toBe(400);
  expect((await subscribe(reader, "me/events", "moved")).status).toBe(400);
  const elsewhere = { notificationUrl: "https://usher.example/hook" };
  expect((await subscribe(reader, "me/events", "updated", elsewhere)).status).toBe(400);
  answer.validates = false;
  const refused = await subscribe(reader, "me/events", "updated");
  expect(refused).toMatchObject({ status: 400, body: { error: { code: "ValidationError" } } });
  expect(await running.control.subscriptions()).toEqual([]);
});
