import { describe, expect, it } from "vitest";
import { isoInZone, isZone, listZones, localToUtc, utcToLocal } from "./zones";

describe("isZone", () => {
  it.each(["Europe/Paris", "America/Argentina/Buenos_Aires", "UTC", "Etc/GMT+5"])("takes %s", (z) =>
    expect(isZone(z)).toBe(true),
  );

  it.each(["", "Europe/Nowhere", "+01:00", "Europe/Paris\r\nX:1", "W. Europe Standard Time"])(
    "refuses %j",
    (zone) => expect(isZone(zone)).toBe(false),
  );

  it("knows every zone it lists", () => {
    expect(listZones().length).toBeGreaterThan(300);
    expect(listZones().every(isZone)).toBe(true);
    expect(listZones().at(-1)).toBe("UTC");
  });
});

describe("localToUtc", () => {
  it.each([
    ["2026-12-03T18:30", "Europe/London", "2026-12-03T18:30:00.000Z"],
    ["2026-07-03T18:30", "Europe/London", "2026-07-03T17:30:00.000Z"],
    ["2026-07-03T18:30:15", "America/Los_Angeles", "2026-07-04T01:30:15.000Z"],
    ["2026-07-03T18:30", "Asia/Kolkata", "2026-07-03T13:00:00.000Z"],
    ["2026-07-03T00:10", "Pacific/Kiritimati", "2026-07-02T10:10:00.000Z"],
    ["2026-07-03T18:30", "UTC", "2026-07-03T18:30:00.000Z"],
  ])("%s in %s is %s", (local, zone, utc) =>
    expect(localToUtc(local, zone)?.toISOString()).toBe(utc),
  );

  it("moves a time that the clocks skip on by what they skip", () => {
    const skipped = localToUtc("2026-03-29T02:30", "Europe/Paris");
    expect(skipped?.toISOString()).toBe("2026-03-29T01:30:00.000Z");
    expect(utcToLocal(skipped as Date, "Europe/Paris")).toBe("2026-03-29T03:30");
    expect(localToUtc("2026-03-08T02:30", "America/New_York")?.toISOString()).toBe(
      "2026-03-08T07:30:00.000Z",
    );
  });

  it("means the first of a time that the clocks show twice", () => {
    expect(localToUtc("2026-10-25T02:30", "Europe/Paris")?.toISOString()).toBe(
      "2026-10-25T00:30:00.000Z",
    );
    expect(localToUtc("2026-11-01T01:30", "America/New_York")?.toISOString()).toBe(
      "2026-11-01T05:30:00.000Z",
    );
    expect(localToUtc("2026-04-05T01:45", "Australia/Lord_Howe")?.toISOString()).toBe(
      "2026-04-04T14:45:00.000Z",
    );
  });

  it.each([
    ["2026-02-30T10:00", "Europe/Paris"],
    ["2026-12-03", "Europe/Paris"],
    ["2026-12-03T18:30Z", "Europe/Paris"],
    ["soon", "Europe/Paris"],
    ["2026-12-03T18:30", "Europe/Nowhere"],
  ])("gives null for %s in %s", (local, zone) => expect(localToUtc(local, zone)).toBeNull());

  it("comes back as what was typed", () => {
    for (const zone of ["Europe/Paris", "Asia/Kathmandu", "America/St_Johns", "Pacific/Chatham"])
      expect(utcToLocal(localToUtc("2026-06-30T23:59", zone) as Date, zone)).toBe(
        "2026-06-30T23:59",
      );
  });
});

describe("isoInZone", () => {
  it.each([
    ["2026-07-01T16:00:00.000Z", "Europe/Paris", "2026-07-01T18:00:00+02:00"],
    ["2026-12-01T16:00:00.000Z", "Europe/Paris", "2026-12-01T17:00:00+01:00"],
    ["2026-12-01T16:00:00.000Z", "Asia/Kathmandu", "2026-12-01T21:45:00+05:45"],
    ["2026-12-01T16:00:00.000Z", "America/St_Johns", "2026-12-01T12:30:00-03:30"],
    ["2026-12-01T16:00:00.000Z", "UTC", "2026-12-01T16:00:00Z"],
  ])("shows %s in %s as %s", (instant, zone, expected) =>
    expect(isoInZone(new Date(instant), zone)).toBe(expected),
  );
});
