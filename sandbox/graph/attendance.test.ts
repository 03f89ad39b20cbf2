import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Meeting } from "../model.ts";
import { ines, per, tidewater } from "../people.ts";
import { type Graph, graphAs, graphAsApplication, type Running, run } from "../test-tools.ts";

const READER = "openid OnlineMeetingArtifact.Read.All";
let running: Running;
let graph: Graph;
let meeting: Meeting;
let path: string;
beforeAll(async () => {
  running = await run();
});
beforeEach(async () => {
  await running.control.reset();
  graph = await graphAs(running, ines.oid, READER);
  meeting = await running.control.sample();
  path = `/v1.0/me/onlineMeetings/${meeting.id}/attendanceReports`;
});
afterAll(() => running.sandbox.stop());

const at = (minutes: number) =>
  new Date(Date.parse(meeting.start) + minutes * 60_000).toISOString();

test("a report appears a while after the end, and tells who was there for how long", async () => {
  expect((await graph("GET", path)).body.value).toEqual([]);
  await running.control.holdMeeting(meeting.id, {
    afterMs: 300,
    people: [
      { oid: per.oid },
      {
        name: "Guest",
        registrant: "r-1",
        intervals: [
          { join: at(0), leave: at(10) },
          { join: at(20), leave: at(25) },
        ],
      },
    ],
  });
  expect((await graph("GET", path)).body.value).toEqual([]);
  await expect.poll(async () => (await graph("GET", path)).body.value).toHaveLength(1);
  const [report] = (await graph("GET", path)).body.value;
  expect(report).toMatchObject({
    totalParticipantCount: 2,
    meetingStartDateTime: meeting.start,
    attendanceRecords: [],
  });
  const records = `${path}/${report.id}/attendanceRecords`;
  const { value } = (await graph("GET", records)).body;
  expect(value).toMatchObject([
    { emailAddress: per.email, identity: { id: per.oid }, role: "Attendee" },
    { emailAddress: "", totalAttendanceInSeconds: 900, attendanceIntervals: [{}, {}] },
  ]);
  expect(value[1]).not.toHaveProperty("registrantId");
  const onBeta = await graph("GET", records.replace("v1.0", "beta"));
  expect(onBeta.body.value[1].registrantId).toBe("r-1");
  const expanded = await graph("GET", `${path}/${report.id}?$expand=attendanceRecords`);
  expect(expanded.body.attendanceRecords).toEqual(value);
});

test("joining again makes another report; the ten latest are kept, newest first", async () => {
  for (let time = 0; time < 12; time++) {
    await running.control.holdMeeting(meeting.id, { start: at(time), people: [] });
  }
  const starts = (await graph("GET", path)).body.value.map(
    (report: { meetingStartDateTime: string }) => report.meetingStartDateTime,
  );
  expect(starts).toEqual([11, 10, 9, 8, 7, 6, 5, 4, 3, 2].map(at));
});

test("a webinar's session has reports too, which name the registration", async () => {
  await running.control.set({ webinarLookupMs: 0 });
  const application = await graphAsApplication(running, tidewater.id);
  const webinar = await running.control.sampleWebinar();
  const address = `/beta/solutions/virtualEvents/webinars/${webinar.id}`;
  await application("POST", `${address}/registrations`, {
    firstName: "Ada",
    lastName: "Marlow",
    email: "ada@example.org",
    preferredTimezone: "UTC",
    preferredLanguage: "en-us",
    externalRegistrationInformation: { referrer: "Usher", registrationId: "ours" },
  });
  const [registration] = (await running.control.webinar(webinar.id)).registrations;
  await running.control.holdMeeting(webinar.id, {
    people: [{ registrant: String(registration?.id) }],
  });
  const reports = `${address}/sessions/${webinar.sessionId}/attendanceReports`;
  const [report] = (await application("GET", reports)).body.value;
  const { body } = await application("GET", `${reports}/${report.id}/attendanceRecords`);
  expect(body.value).toMatchObject([
    {
      emailAddress: "ada@example.org",
      registrantId: registration?.id,
      externalRegistrationInformation: { registrationId: "ours" },
    },
  ]);
});

test("only with the permission for artifacts, and by those whose meeting it is", async () => {
  const stranger = await graphAs(running, per.oid, READER);
  expect((await stranger("GET", path)).status).toBe(404);
  await running.control.reset();
  const without = await graphAs(running, ines.oid);
  expect((await without("GET", path)).status).toBe(403);
  expect((await graph("POST", path, {})).status).toBe(405);
  expect((await graph("GET", `${path}/unknown`)).status).toBe(404);
});
