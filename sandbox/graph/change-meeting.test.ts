import { afterAll, beforeAll, beforeEach, expect, test } from "vitest";
import type { Meeting } from "../model.ts";
import { ines, per, tomas } from "../people.ts";
import { type Graph, graphAs, type Running, run } from "../test-tools.ts";

let running: Running;
let graph: Graph;
beforeAll(async () => {
  running = await run();
});
beforeEach(async () => {
  await running.control.reset();
  graph = await graphAs(running, ines.oid);
});
afterAll(() => running.sandbox.stop());

const titled = async (title: string) =>
  (await running.control.meetings(ines.oid)).find(({ subject }) => subject === title) as Meeting;
const entriesOf = async ({ joinWebUrl }: Meeting, oid = ines.oid) =>
  (await running.control.calendar(oid)).filter(({ joinUrl }) => joinUrl === joinWebUrl);
const later = (moment: string, hours: number) =>
  new Date(Date.parse(moment) + hours * 3_600_000).toISOString();
const eventOf = (id: string) => graph("GET", `/v1.0/me/events/${id}`);

test("a meeting that is moved and renamed is so in every calendar", async () => {
  const meeting = await titled("Harbour open house: planning");
  const [before] = await entriesOf(meeting);
  const was = (await eventOf(String(before?.id))).body;
  const start = later(meeting.start, 26);
  const end = later(meeting.end, 27);
  await running.control.changeMeeting(meeting.id, { subject: "Planning, again", start, end });
  const { body } = await graph("GET", `/v1.0/me/onlineMeetings/${meeting.id}`);
  expect(body).toMatchObject({
    subject: "Planning, again",
    startDateTime: start,
    endDateTime: end,
    joinWebUrl: meeting.joinWebUrl,
  });
  for (const oid of [ines.oid, per.oid]) {
    expect(await entriesOf(meeting, oid)).toMatchObject([
      { subject: "Planning, again", start, end },
    ]);
  }
  const is = (await eventOf(String(before?.id))).body;
  expect(is.start.dateTime.slice(0, 19)).toBe(start.slice(0, 19));
  expect(is.changeKey).not.toBe(was.changeKey);
  expect(Date.parse(is.lastModifiedDateTime)).toBeGreaterThan(Date.parse(was.lastModifiedDateTime));
});

test("one occurrence moves alone, the series as a whole", async () => {
  const meeting = await titled("Events team weekly");
  const before = await entriesOf(meeting);
  const [, first, second] = before;
  const moved = later(String(second?.start), 3);
  await running.control.changeEntry(String(second?.id), { start: moved });
  const after = await entriesOf(meeting);
  expect(after[1]).toEqual(first);
  expect(after[2]).toMatchObject({ start: moved, type: "exception" });
  await running.control.changeMeeting(meeting.id, {
    start: later(meeting.start, 1),
    end: later(meeting.end, 1),
  });
  const starts = (await entriesOf(meeting)).map(({ start }) => start);
  expect(starts).toEqual(after.map(({ start }) => later(start, 1)));
});

test("a series lists its occurrences by pages, the changed among them, and none that was deleted", async () => {
  const meeting = await titled("Events team weekly");
  const [master, first, second] = await entriesOf(meeting);
  const window = `startDateTime=${meeting.start}&endDateTime=${later(meeting.start, 24 * 90)}`;
  const path = `/v1.0/me/events/${encodeURIComponent(String(master?.id))}/instances?${window}`;
  const moved = later(String(first?.start), 3);
  await running.control.changeEntry(String(first?.id), { start: moved });
  await running.control.deleteEntry(String(second?.id));
  const page = await graph("GET", path);
  expect(page.body.value).toHaveLength(10);
  const rest = await graph("GET", page.body["@odata.nextLink"]);
  const all = [...page.body.value, ...rest.body.value];
  expect(all.map(({ seriesMasterId }) => seriesMasterId)).toEqual(Array(11).fill(master?.id));
  expect(all.find(({ id }) => id === first?.id)).toMatchObject({ type: "exception" });
  expect(all.some(({ id }) => id === second?.id)).toBe(false);
  // Whoever was invited has it still, marked.
  const invited = (await running.control.calendar(tomas.oid)).filter(
    ({ joinUrl }) => joinUrl === meeting.joinWebUrl,
  );
  expect(invited.filter(({ isCancelled }) => isCancelled)).toMatchObject([
    { start: second?.start },
  ]);
  const renamed = { subject: "Weekly, anew", entryIds: "new" as const };
  await running.control.changeMeeting(meeting.id, renamed);
  const ids = (await entriesOf(meeting)).map(({ id }) => id);
  const kept = [master, first].map((entry) => String(entry?.id));
  expect(ids.filter((id) => all.some((before) => before.id === id) || id === master?.id)).toEqual(
    kept,
  );
  await running.control.deleteEntry(String(master?.id));
  expect((await graph("GET", path)).status).toBe(404);
  expect(await entriesOf(meeting)).toEqual([]);
});

test("a cancelled meeting leaves the organizer's calendar, or stays there marked; its link opens", async () => {
  const meeting = await titled("Harbour open house: planning");
  const [entry] = await entriesOf(meeting);
  await running.control.cancelMeeting(meeting.id, { entry: "marked" });
  expect((await eventOf(String(entry?.id))).body).toMatchObject({
    isCancelled: true,
    subject: `Canceled: ${meeting.subject}`,
  });
  await running.control.cancelMeeting(meeting.id);
  expect((await eventOf(String(entry?.id))).status).toBe(404);
  expect(await entriesOf(meeting, per.oid)).toMatchObject([{ isCancelled: true }]);
  expect((await graph("GET", `/v1.0/me/onlineMeetings/${meeting.id}`)).status).toBe(200);
  await running.control.cancelMeeting(meeting.id, { meeting: "gone" });
  expect((await graph("GET", `/v1.0/me/onlineMeetings/${meeting.id}`)).status).toBe(404);
});
