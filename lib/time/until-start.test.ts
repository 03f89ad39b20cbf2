import { describe, expect, it } from "vitest";
import { untilStart } from "./until-start";

describe("untilStart", () => {
  const startsAt = new Date("2026-12-03T18:30:00Z");

  it.each([
    ["2026-12-03T18:29:58Z", "in 1 minute"],
    ["2026-12-03T18:14:00Z", "in 15 minutes"],
    ["2026-12-03T17:30:40Z", "in 1 hour"],
    ["2026-12-03T17:33:00Z", "in 1 hour"],
    ["2026-12-03T09:30:00Z", "in 9 hours"],
    ["2026-12-03T07:00:00Z", "today"],
    ["2026-12-02T18:30:20Z", "tomorrow"],
    ["2026-11-30T10:00:00Z", "in 3 days"],
  ])("at %s is %s", (now, words) => {
    expect(untilStart(startsAt, new Date(now), "Europe/London", "en")).toBe(words);
  });

  it("counts days of the reader's calendar", () => {
    const now = new Date("2026-12-02T12:30:00Z");
    expect(untilStart(startsAt, now, "Europe/London", "en")).toBe("tomorrow");
    expect(untilStart(startsAt, now, "Asia/Tokyo", "en")).toBe("in 2 days");
    expect(untilStart(startsAt, now, "Asia/Tokyo", "fr")).toBe("après-demain");
  });

  it("counts a day over a change of the clocks", () => {
    const start = new Date("2026-10-25T18:30:00Z");
    const before = new Date("2026-10-24T17:30:00Z");
    expect(untilStart(start, before, "Europe/London", "en")).toBe("tomorrow");
  });
});
