import { expect, it } from "vitest";
import { formatRemaining } from "./remaining";

const MINUTE = 60_000;

it.each([
  [9 * 24 * 60 + 5, "9 days", "9 jours"],
  [26 * 60, "26 hours", "26 heures"],
  [61, "1 hour", "1 heure"],
  [11.2, "12 minutes", "12 minutes"],
  [-5, "1 minute", "1 minute"],
])("%d minutes in one unit", (minutes, en, fr) => {
  expect(formatRemaining(minutes * MINUTE, "en")).toBe(en);
  // French has a no-break space there.
  expect(formatRemaining(minutes * MINUTE, "fr").replace(/\s/, " ")).toBe(fr);
});
