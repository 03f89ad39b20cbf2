import { expect, it } from "vitest";
import { googleCalendarUrl, outlookCalendarUrl } from "./compose-links";

const entry = {
  title: "Reading the sky & more + 1",
  description: "An evening",
  startsAt: new Date("2026-12-03T18:30:00Z"),
  endsAt: new Date("2026-12-03T20:00:00Z"),
  zone: "Europe/London",
  pageUrl: "https://usher.example/e/sky",
};

it("opens Google's calendar with instants in UTC", () => {
  const url = new URL(googleCalendarUrl(entry));
  expect(url.origin).toBe("https://calendar.google.com");
  expect(url.searchParams.get("text")).toBe(entry.title);
  expect(url.searchParams.get("dates")).toBe("20261203T183000Z/20261203T200000Z");
  expect(url.searchParams.get("details")).toBe("An evening\n\nhttps://usher.example/e/sky");
});

it.each([
  ["personal", "https://outlook.live.com"],
  ["work", "https://outlook.office.com"],
] as const)("opens a %s Outlook", (account, origin) => {
  const url = new URL(outlookCalendarUrl(entry, account));
  expect(url.origin).toBe(origin);
  expect(url.search).not.toContain("+");
  expect(url.searchParams.get("subject")).toBe(entry.title);
  expect(url.searchParams.get("startdt")).toBe("2026-12-03T18:30:00Z");
  expect(url.searchParams.get("location")).toBe(entry.pageUrl);
});

it("stays short enough for every browser", () => {
  const long = {
    ...entry,
    title: "é🔭".repeat(300),
    description: "x".repeat(9000),
  };
  expect(() => decodeURIComponent(googleCalendarUrl(long))).not.toThrow();
  expect(outlookCalendarUrl(long, "work").length).toBeLessThan(8000);
});
