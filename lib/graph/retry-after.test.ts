import { describe, expect, it } from "vitest";
import { parseRetryAfter } from "./retry-after";

const now = new Date("2026-11-24T10:00:00Z");
const after = (seconds: number) => new Date(now.getTime() + seconds * 1_000);

describe("parseRetryAfter", () => {
  it.each([
    ["17", after(17)],
    [" 2.5 ", after(2.5)],
    ["Tue, 24 Nov 2026 10:02:00 GMT", after(120)],
    // Absurd figures hold nobody up for longer than an hour, and no call comes back at once.
    ["31536000", after(3_600)],
    ["99999999999999999999", after(3_600)],
    ["Thu, 24 Nov 2126 10:00:00 GMT", after(3_600)],
    ["0", after(1)],
    ["-30", after(1)],
    ["Tue, 24 Nov 2026 09:00:00 GMT", after(1)],
    ["soon", null],
    ["", null],
    [null, null],
  ])("reads %s", (header, expected) => {
    expect(parseRetryAfter(header, now)).toEqual(expected);
  });
});
