import { expect, it } from "vitest";
import { followUpTime, reminderTime } from "./reminder-time";

it.each([
  ["a day before", "Europe/Paris", "2026-12-03T17:30:00Z", 1440, "2026-12-02T17:30:00Z"],
  [
    "over the end of summer time",
    "Europe/Paris",
    "2026-10-25T17:30:00Z",
    1440,
    "2026-10-24T16:30:00Z",
  ],
  ["over its beginning", "Europe/Paris", "2027-03-28T16:30:00Z", 1440, "2027-03-27T17:30:00Z"],
  [
    "a week, in the west",
    "America/New_York",
    "2026-11-05T23:00:00Z",
    10080,
    "2026-10-29T22:00:00Z",
  ],
  [
    "a week, in the south-east",
    "Pacific/Auckland",
    "2026-09-29T06:00:00Z",
    10080,
    "2026-09-22T07:00:00Z",
  ],
  [
    "an hour, in which they change",
    "Europe/Paris",
    "2026-10-25T01:30:00Z",
    60,
    "2026-10-25T00:30:00Z",
  ],
  ["a day and an hour", "Europe/Paris", "2026-10-25T17:30:00Z", 1500, "2026-10-24T15:30:00Z"],
  ["without a change", "Asia/Tokyo", "2026-10-25T09:00:00Z", 1440, "2026-10-24T09:00:00Z"],
])("reminds %s", (_, zone, startsAt, minutes, at) => {
  const date = { startsAt: new Date(startsAt), zone };
  expect(reminderTime(date, minutes)).toEqual(new Date(at));
});

it("follows up at the same time of the next day", () => {
  const date = { endsAt: new Date("2026-10-24T17:30:00Z"), zone: "Europe/Paris" };
  expect(followUpTime(date, 1440)).toEqual(new Date("2026-10-25T18:30:00Z"));
  expect(followUpTime(date, 60)).toEqual(new Date("2026-10-24T18:30:00Z"));
});
