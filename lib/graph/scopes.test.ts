import { describe, expect, it } from "vitest";
import { isGranted, shortScopes } from "./scopes";

describe("shortScopes", () => {
  it("reads every way that Entra names what was granted", () => {
    const answered =
      "email openid profile offline_access https://graph.microsoft.com/OnlineMeetings.ReadWrite HTTPS://GRAPH.MICROSOFT.COM/Calendars.ReadBasic OnlineMeetings.ReadWrite";
    expect(shortScopes(answered)).toEqual(["OnlineMeetings.ReadWrite", "Calendars.ReadBasic"]);
    expect(shortScopes("")).toEqual([]);
  });
});

describe("isGranted", () => {
  it.each([
    [["onlinemeetings.readwrite"], "OnlineMeetings.ReadWrite", true],
    [["Calendars.ReadWrite"], "Calendars.ReadBasic", true],
    [["Calendars.Read"], "Calendars.ReadBasic", true],
    [["Calendars.ReadBasic"], "Calendars.Read", false],
    [["Calendars.ReadBasic"], "Calendars.ReadWrite", false],
    [[], "Calendars.ReadBasic", false],
  ])("%j covers %s: %s", (granted, scope, covered) => {
    expect(isGranted(granted, scope)).toBe(covered);
  });
});
