import { afterAll, beforeAll, expect, test } from "vitest";
import { aiko, ines, noor, tomas } from "../people.ts";
import { type Graph, type GraphAnswer, graphAs, type Running, run } from "../test-tools.ts";

const DAY_MS = 86_400_000;
let running: Running;
let graph: Graph;
beforeAll(async () => {
  running = await run();
  graph = await graphAs(running, ines.oid);
});
afterAll(() => running.sandbox.stop());

const windowOf = (days: number) =>
  `startDateTime=${new Date().toISOString()}&endDateTime=${new Date(Date.now() + days * DAY_MS).toISOString()}`;

async function allPages(first: string): Promise<GraphAnswer["body"][]> {
  const found = [];
  for (let url: string | undefined = first; url !== undefined; ) {
    const { status, body } = await graph("GET", url);
    expect(status).toBe(200);
    found.push(...body.value);
    url = body["@odata.nextLink"];
  }
  return found;
}

test("pages by next links, ten at a time, without losing or repeating one", async () => {
  const first = await graph("GET", `/v1.0/me/calendarView?${windowOf(100)}`);
  expect(first.body.value).toHaveLength(10);
  expect(first.body["@odata.nextLink"]).toMatch(
    new RegExp(`^${running.sandbox.graphUrl}/v1.0/me/calendarView\\?`),
  );
  const all = await allPages(`/v1.0/me/calendarView?${windowOf(100)}&$top=7`);
  expect(all.length).toBeGreaterThan(30);
  expect(new Set(all.map(({ id }) => id)).size).toBe(all.length);
});

test("holds a series, entries of others, one without a meeting and a cancelled one", async () => {
  const all = await allPages(`/v1.0/me/calendarView?${windowOf(100)}&$top=100`);
  const occurrences = all.filter(({ type }) => type === "occurrence");
  expect(occurrences).toHaveLength(12);
  expect(new Set(occurrences.map(({ onlineMeeting }) => onlineMeeting.joinUrl)).size).toBe(1);
  expect(all.some(({ type }) => type === "seriesMaster")).toBe(false);
  expect(
    all.some(
      ({ isOrganizer, organizer }) => !isOrganizer && organizer.emailAddress.address === tomas.upn,
    ),
  ).toBe(true);
  expect(
    all.some(({ isOnlineMeeting, onlineMeeting }) => !isOnlineMeeting && onlineMeeting === null),
  ).toBe(true);
  expect(all.some(({ isCancelled }) => isCancelled)).toBe(true);
  const forms = all.flatMap(({ onlineMeeting }) => onlineMeeting?.joinUrl ?? []);
  expect(forms.some((url) => /\/meet\/\d+\?p=\w+$/.test(url))).toBe(true);
  expect(forms.some((url) => url.includes("/l/meetup-join/"))).toBe(true);
});

test("speaks of the zone that was asked for, UTC otherwise", async () => {
  const select = "$select=subject,start,end,originalStartTimeZone&$top=100";
  const path = `/v1.0/me/calendarView?${windowOf(30)}&${select}`;
  const find = ({ body }: GraphAnswer) =>
    body.value.find(({ subject }: { subject: string }) => subject.startsWith("Reading the tide"));
  const asked = await graph("GET", path, undefined, {
    prefer: 'outlook.timezone="W. Europe Standard Time"',
  });
  expect(find(asked)).toMatchObject({
    start: {
      dateTime: expect.stringMatching(/T18:00:00\.0000000$/),
      timeZone: "W. Europe Standard Time",
    },
    end: { dateTime: expect.stringMatching(/T19:15:00\.0000000$/) },
    originalStartTimeZone: "W. Europe Standard Time",
  });
  expect(Object.keys(find(asked)).sort()).toEqual([
    "@odata.etag",
    "end",
    "id",
    "originalStartTimeZone",
    "start",
    "subject",
  ]);
  const utc = find(await graph("GET", path));
  expect(utc.start.timeZone).toBe("UTC");
  expect(utc.start.dateTime).toMatch(/T1[67]:00:00/);
  expect(
    (await graph("GET", path, undefined, { prefer: 'outlook.timezone="Middle Earth"' })).status,
  ).toBe(400);
});

test("a body needs Calendars.Read", async () => {
  const path = `/v1.0/me/calendarView?${windowOf(30)}&$select=subject,body`;
  expect((await graph("GET", path)).body.value[0]).not.toHaveProperty("body");
  await running.control.revoke(aiko.oid, 65001);
  const reader = await graphAs(running, aiko.oid, "openid Calendars.Read");
  expect((await reader("GET", path)).body.value[0].body.content).toMatch(/Meeting ID: \d{3} \d{3}/);
});

test("refuses what it must", async () => {
  expect((await graph("GET", "/v1.0/me/calendarView")).status).toBe(400);
  expect((await graph("GET", `/v1.0/me/calendarView?${windowOf(1)}&$select=nonsense`)).status).toBe(
    400,
  );
  expect((await graph("GET", `/v1.0/me/calendarView?${windowOf(1)}&$top=0`)).status).toBe(400);
  expect((await graph("POST", "/v1.0/me/events", {})).status).toBe(403);
  const none = await graphAs(running, noor.oid, "openid");
  expect((await none("GET", `/v1.0/me/calendarView?${windowOf(1)}`)).status).toBe(403);
});

test("a new event stands in the calendar, is an online meeting, and is made once", async () => {
  const writer = await graphAs(
    running,
    tomas.oid,
    "openid Calendars.ReadWrite OnlineMeetings.ReadWrite",
  );
  const day = new Date(Date.now() + 40 * DAY_MS).toISOString().slice(0, 10);
  const request = {
    subject: "Made here",
    start: { dateTime: `${day}T09:00:00`, timeZone: "W. Europe Standard Time" },
    end: { dateTime: `${day}T10:00:00`, timeZone: "W. Europe Standard Time" },
    isOnlineMeeting: true,
    onlineMeetingProvider: "teamsForBusiness",
    transactionId: "one",
  };
  const made = await writer("POST", "/v1.0/me/events", request);
  expect(made).toMatchObject({ status: 201, body: { isOnlineMeeting: true, isOrganizer: true } });
  expect((await writer("POST", "/v1.0/me/events", request)).body.id).toBe(made.body.id);
  const digits = /\/meet\/(\d+)/.exec(made.body.onlineMeeting.joinUrl)?.[1];
  const found = await writer(
    "GET",
    `/v1.0/me/onlineMeetings?$filter=joinMeetingIdSettings/joinMeetingId eq '${digits}'`,
  );
  expect(found.body.value).toMatchObject([{ subject: "Made here" }]);
  const { body } = await writer("GET", `/v1.0/me/calendarView?${windowOf(60)}&$top=100`);
  expect(
    body.value.filter(({ subject }: { subject: string }) => subject === "Made here"),
  ).toHaveLength(1);
});
