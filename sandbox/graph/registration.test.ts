import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import { ines, joe, noor, northmoor, per, sam, tidewater, tomas } from "../people.ts";
import {
  type Graph,
  graphAs,
  graphAsApplication,
  type Running,
  registrantType,
  registrationType,
  run,
} from "../test-tools.ts";

let running: Running;
let graph: Graph;
let path: string;
let meetingId: string;
beforeAll(async () => {
  running = await run();
});
beforeEach(async () => {
  await running.control.reset();
  graph = await graphAs(running, ines.oid);
  meetingId = (await running.control.sample()).id;
  path = `/beta/me/onlineMeetings/${meetingId}/registration`;
});
afterAll(() => running.sandbox.stop());

const open = (allowedRegistrant: string, on = graph) =>
  on("POST", path, { "@odata.type": registrationType, allowedRegistrant });
const enrol = (fields: Record<string, unknown>, on = graph) =>
  on("POST", `${path}/registrants`, { "@odata.type": registrantType, ...fields });
const contextOf = (url: string) => JSON.parse(new URL(url).searchParams.get("context") ?? "");

test("one registration a meeting: 404, 201, 200, 409, 204", async () => {
  expect((await graph("GET", path)).status).toBe(404);
  const made = await open("everyone");
  expect(made).toMatchObject({
    status: 201,
    body: { "@odata.type": registrationType, allowedRegistrant: "everyone" },
  });
  expect((await graph("GET", path)).status).toBe(200);
  expect((await open("organization")).status).toBe(409);
  expect((await graph("PATCH", path, { allowedRegistrant: "organization" })).status).toBe(405);
  expect((await graph("DELETE", path)).status).toBe(204);
  expect((await graph("DELETE", path)).status).toBe(404);
});

test("a registrant of everyone: 200, a link with our id, and never that link again", async () => {
  await open("everyone");
  const id = "9d96988d-a66a-46ce-aad7-0b245615b297";
  const made = await enrol({ id });
  expect(made.status).toBe(200);
  expect(made.body).toMatchObject({ "@odata.type": registrantType, userId: null, tenantId: null });
  expect(made.body.id).not.toBe(id);
  expect(made.body.joinWebUrl).toMatch(
    /^https:\/\/teams\.microsoft\.com\/l\/meetup-join\/19%3ameeting_\w+%40thread\.v2\/0\?context=%7b%22Tid%22%3a%22/,
  );
  expect(contextOf(made.body.joinWebUrl)).toEqual({
    Tid: tidewater.id,
    Oid: ines.oid,
    prid: id,
    isPublic: true,
  });
  const { body } = await graph("GET", `${path}/registrants`);
  expect(body.value).toEqual([
    { "@odata.type": registrantType, id, joinWebUrl: null, tenantId: null, userId: null },
  ]);
  expect((await graph("GET", `${path}/registrants/${id}`)).status).toBe(405);
  expect((await graph("DELETE", `${path}/registrants/${id}`)).status).toBe(204);
  expect((await graph("DELETE", `${path}/registrants/${id}`)).status).toBe(404);
});

test("any string is an id", async () => {
  await open("everyone");
  const id = 'Zoë "&" 1/2';
  const made = await enrol({ id });
  expect(contextOf(made.body.joinWebUrl).prid).toBe(id);
  expect((await graph("DELETE", `${path}/registrants/${encodeURIComponent(id)}`)).status).toBe(204);
});

test("a registrant of the organization is named in full, and answered with the two swapped", async () => {
  await open("organization");
  const made = await enrol({ id: "a", tenantId: tidewater.id, userId: per.oid });
  expect(made).toMatchObject({
    status: 200,
    body: { id: "a", userId: tidewater.id, tenantId: per.oid },
  });
  expect(contextOf(made.body.joinWebUrl).isPublic).toBe(false);
  await running.control.set({ registrantAnswer: "same-id" });
  const honest = await enrol({ id: "b", tenantId: tidewater.id, userId: per.oid });
  expect(honest.body).toMatchObject({ id: "b", userId: per.oid, tenantId: tidewater.id });
});

test("what is not exactly right is refused", async () => {
  expect((await graph("POST", path, { allowedRegistrant: "everyone" })).status).toBe(400);
  expect(
    (await graph("POST", path, { "@odata.type": registrantType, allowedRegistrant: "everyone" }))
      .status,
  ).toBe(400);
  expect((await open("Everyone")).status).toBe(400);
  expect(
    (
      await graph("POST", path, {
        "@odata.type": registrationType,
        allowedRegistrant: "everyone",
        title: "x",
      })
    ).status,
  ).toBe(400);
  expect((await enrol({ id: "a" })).status).toBe(404);
  await open("everyone");
  expect((await enrol({})).status).toBe(400);
  expect((await enrol({ id: 7 })).status).toBe(400);
  expect((await enrol({ id: "a", email: "a@b.example" })).status).toBe(400);
  expect((await enrol({ id: "a", tenantId: tidewater.id, userId: per.oid })).status).toBe(400);
  expect((await graph("POST", `${path}/registrants`, { id: "a" })).status).toBe(400);
  expect(
    (await graph("POST", `${path}/registrants`, { "@odata.type": registrationType, id: "a" }))
      .status,
  ).toBe(400);
  await graph("DELETE", path);
  await open("organization");
  expect((await enrol({ id: "a" })).status).toBe(400);
  expect((await enrol({ id: "a", tenantId: northmoor.id, userId: joe.oid })).status).toBe(403);
  expect(await running.control.registrants()).toMatchObject([{ registrants: [] }]);
});

test("the same id twice: 409, the same link or a new one", async () => {
  await open("everyone");
  const first = await enrol({ id: "a" });
  expect((await enrol({ id: "a" })).status).toBe(409);
  await running.control.set({ sameIdTwice: "same-link" });
  expect((await enrol({ id: "a" })).body.joinWebUrl).toBe(first.body.joinWebUrl);
  await running.control.set({ sameIdTwice: "new-link" });
  const renewed = (await enrol({ id: "a" })).body.joinWebUrl;
  expect(renewed).not.toBe(first.body.joinWebUrl);
  expect(contextOf(renewed).prid).toBe("a");
  expect(await running.control.registrants()).toMatchObject([
    { registrants: [{ id: "a", posts: 3 }] },
  ]);
});

test("deleting the registration takes its registrants along", async () => {
  await open("everyone");
  await enrol({ id: "a" });
  await running.control.deleteRegistration(meetingId);
  expect((await graph("GET", path)).status).toBe(404);
  await open("everyone");
  expect((await graph("GET", `${path}/registrants`)).body.value).toEqual([]);
});

test("only the organizer, licensed and with the scope, and on beta alone", async () => {
  const ofTomas = await graphAs(running, tomas.oid);
  expect((await open("everyone", ofTomas)).status).toBe(404);
  expect((await open("everyone", await graphAs(running, noor.oid))).status).toBe(403);
  expect((await open("everyone", await graphAs(running, sam.oid))).status).toBe(403);
  await running.control.reset();
  const reader = await graphAs(running, ines.oid, "openid OnlineMeetings.Read");
  expect((await open("everyone", reader)).status).toBe(403);
  const v1 = await graph("POST", path.replace("/beta", "/v1.0"), {
    "@odata.type": registrationType,
    allowedRegistrant: "everyone",
  });
  expect(v1.status).toBe(400);
  await running.control.deleteMeeting(meetingId);
  const gone = await graph("POST", path, {
    "@odata.type": registrationType,
    allowedRegistrant: "everyone",
  });
  expect(gone).toMatchObject({ status: 404, body: { error: { code: "NotFound" } } });
  expect(gone.body.error.innerError["request-id"]).toBe(gone.headers.get("request-id"));
});

test("an application token works, where it does, by /users and only under an access policy", async () => {
  const application = await graphAsApplication(running, tidewater.id);
  await running.control.set({ applicationPolicy: [tomas.oid] });
  const users = path.replace("/me/", `/users/${ines.oid}/`);
  const request = { "@odata.type": registrationType, allowedRegistrant: "everyone" };
  expect((await application("POST", path, request)).status).toBe(400);
  const refused = await application("POST", users, request);
  expect(refused).toMatchObject({ status: 403 });
  expect(refused.body.error.message).toContain("No application access policy found for this app");
  await running.control.set({ applicationPolicy: [ines.oid] });
  expect((await application("POST", users, request)).status).toBe(403);
  await running.control.set({ externalByApplication: true });
  expect((await application("POST", users, request)).status).toBe(201);
  expect((await graph("GET", users)).status).toBe(200);
});

test("a retired API answers so for the whole resource and nothing else", async () => {
  await open("everyone");
  for (const status of [404, 405, 410, 403, 501] as const) {
    await running.control.set({ apiRetired: status });
    expect((await graph("GET", path)).status).toBe(status);
    expect((await enrol({ id: "a" })).status).toBe(status);
  }
  expect((await graph("GET", `/v1.0/me/onlineMeetings/${meetingId}`)).status).toBe(200);
});
