import { describe, expect, it } from "vitest";
import { graphMoment, toGraphMoment } from "./date-time";

describe("moments", () => {
  it("reads wall time in the zone it names", () => {
    const wall = { dateTime: "2026-07-01T09:30:00.0000000", timeZone: "W. Europe Standard Time" };
    expect(graphMoment.parse(wall)).toEqual(new Date("2026-07-01T07:30:00Z"));
    expect(graphMoment.parse({ ...wall, timeZone: "UTC" })).toEqual(
      new Date("2026-07-01T09:30:00Z"),
    );
    expect(graphMoment.safeParse({ ...wall, timeZone: "Nowhere" }).success).toBe(false);
    expect(graphMoment.safeParse({ ...wall, dateTime: "tomorrow" }).success).toBe(false);
  });

  it("writes wall time with Windows' name of the zone, or UTC", () => {
    const moment = new Date("2026-12-01T13:00:00Z");
    expect(toGraphMoment(moment, "America/New_York")).toEqual({
      dateTime: "2026-12-01T08:00:00",
      timeZone: "Eastern Standard Time",
    });
    expect(toGraphMoment(moment, "Etc/Unknown")).toEqual({
      dateTime: "2026-12-01T13:00:00",
      timeZone: "UTC",
    });
  });
});
