import { describe, expect, it } from "vitest";
import { ianaZone, windowsZone } from "./windows-zones";

describe("ianaZone", () => {
  it.each([
    ["W. Europe Standard Time", "Europe/Berlin"],
    ["GMT Standard Time", "Europe/London"],
    ["Romance Standard Time", "Europe/Paris"],
    ["Pacific Standard Time", "America/Los_Angeles"],
    ["Tokyo Standard Time", "Asia/Tokyo"],
    ["India Standard Time", "Asia/Calcutta"],
    ["Europe/Vienna", "Europe/Vienna"],
    ["UTC", "UTC"],
    ["tzone://Microsoft/Utc", "UTC"],
    ["tzone://Microsoft/Custom", null],
    ["Customized Time Zone", null],
    ["", null],
    [null, null],
  ])("%s is %s", (name, zone) => expect(ianaZone(name)).toBe(zone));
});

describe("windowsZone", () => {
  it.each([
    ["Europe/Berlin", "W. Europe Standard Time"],
    ["UTC", "UTC"],
    ["Etc/Unknown", null],
  ])("%s is %s", (iana, name) => expect(windowsZone(iana)).toBe(name));
});
