import { describe, expect, it } from "vitest";
import { eventInput, reminderText } from "./schema";

const { reminders, alarm, followUp } = eventInput.shape;

describe("reminders", () => {
  it.each([
    ["", []],
    ["1d 1h", [1440, 60]],
    ["  1h   1d ", [1440, 60]],
    ["60m 1h 2h", [120, 60]],
    ["60d", [86_400]],
  ])("%j are minutes, the longest first, each once", (text, minutes) => {
    expect(reminders.parse(text)).toEqual(minutes);
  });

  it.each([
    ["0h", "invalid"],
    ["-1h", "invalid"],
    ["1.5h", "invalid"],
    ["tenm", "invalid"],
    ["1w", "invalid"],
    ["61d", "tooFar"],
    ["999999d", "tooFar"],
    [Array.from({ length: 11 }, (_, at) => `${at + 1}m`).join(" "), "tooMany"],
  ])("%j are refused", (text, what) => {
    expect(reminders.safeParse(text).error?.issues[0]?.message).toBe(`errors.reminders.${what}`);
  });

  it("are shown as they were meant", () => {
    expect([1440, 60, 90, 2880, 10].map(reminderText)).toEqual(["1d", "1h", "90m", "2d", "10m"]);
  });
});

describe("what is picked from a list", () => {
  it("is in it, or off", () => {
    expect(alarm.parse("off")).toBeNull();
    expect(alarm.parse("0")).toBe(0);
    expect(followUp.parse("1440")).toBe(1440);
    for (const odd of ["7", "", "1e1", "NaN", "-5"]) {
      expect(alarm.safeParse(odd).success).toBe(false);
      expect(followUp.safeParse(odd).success).toBe(false);
    }
  });
});
