import { afterAll, beforeAll, expect, test } from "vitest";
import { ines, noor, tidewater, tomas } from "../people.ts";
import { askToken, type Graph, graphAs, graphWith, type Running, run } from "../test-tools.ts";

let running: Running;
let graph: Graph;
beforeAll(async () => {
  running = await run();
  graph = await graphAs(running, ines.oid);
});
afterAll(() => running.sandbox.stop());

const byLink = (url: string, on = graph) =>
  on(
    "GET",
    `/v1.0/me/onlineMeetings?$filter=${encodeURIComponent(`JoinWebUrl eq '${url.replaceAll("'", "''")}'`)}`,
  );
const byDigits = (digits: string, on = graph) =>
  on(
    "GET",
    `/v1.0/me/onlineMeetings?$filter=joinMeetingIdSettings/joinMeetingId%20eq%20'${digits}'`,
  );

test("meetings are looked up, never listed", async () => {
  expect((await graph("GET", "/v1.0/me/onlineMeetings")).status).toBe(400);
  expect((await graph("GET", "/v1.0/me/onlineMeetings?$filter=subject eq 'x'")).status).toBe(400);
});

test("a long link is found in any case and escaping, a short one by its digits", async () => {
  const meetings = await running.control.meetings(ines.oid);
  const long = meetings.find(({ joinWebUrl }) => joinWebUrl.includes("/l/meetup-join/"));
  const short = meetings.find(({ joinWebUrl }) => joinWebUrl.includes("/meet/"));
  if (!long || !short) throw new Error("the seed has both");
  for (const url of [
    long.joinWebUrl,
    long.joinWebUrl.replaceAll("%3a", "%3A"),
    decodeURIComponent(long.joinWebUrl),
  ]) {
    expect((await byLink(url)).body.value).toMatchObject([{ id: long.id }]);
  }
  expect((await byLink(short.joinWebUrl)).body.value).toEqual([]);
  expect((await byDigits(short.joinMeetingId)).body.value).toMatchObject([
    {
      id: short.id,
      joinWebUrl: short.joinWebUrl,
      joinMeetingIdSettings: { joinMeetingId: short.joinMeetingId },
    },
  ]);
});

test("another person’s meeting is not there", async () => {
  const [theirs] = await running.control.meetings(tomas.oid);
  if (!theirs) throw new Error("the seed has one");
  expect((await byDigits(theirs.joinMeetingId)).body.value).toEqual([]);
  expect((await graph("GET", `/v1.0/me/onlineMeetings/${theirs.id}`)).status).toBe(404);
  expect((await graph("GET", `/v1.0/users/${tomas.oid}/onlineMeetings/${theirs.id}`)).status).toBe(
    403,
  );
  const unlicensed = await graphAs(running, noor.oid);
  expect((await byDigits(theirs.joinMeetingId, unlicensed)).status).toBe(403);
});

test("made, read and deleted", async () => {
  const made = await graph("POST", "/v1.0/me/onlineMeetings", {
    subject: "Standing nowhere",
    startDateTime: "2031-05-01T10:00:00Z",
    endDateTime: "2031-05-01T11:00:00Z",
  });
  expect(made).toMatchObject({ status: 201, body: { subject: "Standing nowhere" } });
  const path = `/v1.0/me/onlineMeetings/${made.body.id}`;
  expect((await graph("GET", path)).body.joinWebUrl).toBe(made.body.joinWebUrl);
  expect((await graph("DELETE", path)).status).toBe(204);
  expect((await graph("GET", path)).status).toBe(404);
  expect((await graph("POST", "/v1.0/me/onlineMeetings", { topic: "x" })).status).toBe(400);
});

test("a batch answers each part on its own, twenty at most", async () => {
  const sample = await running.control.sample();
  const requests = [
    { id: "1", method: "GET", url: `/me/onlineMeetings/${sample.id}` },
    { id: "2", method: "GET", url: "/me/onlineMeetings/none" },
  ];
  const { body } = await graph("POST", "/v1.0/$batch", { requests });
  const byId = Object.fromEntries(
    body.responses.map((each: { id: string; status: number }) => [each.id, each.status]),
  );
  expect(byId).toEqual({ 1: 200, 2: 404 });
  const many = Array.from({ length: 21 }, (_, index) => ({
    id: String(index),
    method: "GET",
    url: "/me",
  }));
  expect((await graph("POST", "/v1.0/$batch", { requests: many })).status).toBe(400);
});

test("without a token, with a forged one and with an ID token it is 401", async () => {
  const url = `${running.sandbox.graphUrl}/v1.0/me`;
  expect((await fetch(url)).status).toBe(401);
  expect((await fetch(url, { headers: { authorization: "Bearer a.b.c" } })).status).toBe(401);
  const { sandbox, control } = running;
  const { refreshToken } = await control.grant(ines.oid, ["openid", "offline_access", "User.Read"]);
  const { body } = await askToken(sandbox, tidewater.id, {
    grant_type: "refresh_token",
    refresh_token: refreshToken,
  });
  expect((await graphWith(sandbox, body.id_token)("GET", "/v1.0/me")).status).toBe(401);
  expect((await graphWith(sandbox, body.access_token)("GET", "/v1.0/me")).body.id).toBe(ines.oid);
});
