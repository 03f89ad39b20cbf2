import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { ACCESSIBILITY_EVIDENCE, ACCESSIBILITY_REVIEWED } from "./accessibility";
import { CATALOGS } from "./i18n/catalogs";

/** What each test has to do for its sentence to be true. */
const DOES = {
  axe: "violations(page)",
  keyboard: 'keyboard.press("Tab")',
  zoom: "width: 320",
  contrast: 'forcedColors: "active"',
  reader: "toMatchAriaSnapshot",
};

test.each(Object.entries(ACCESSIBILITY_EVIDENCE))("%s: %s is there and does it", (what, file) => {
  expect(CATALOGS.en.public.accessibility.tested).toHaveProperty(what);
  expect(readFileSync(file, "utf8")).toContain(DOES[what as keyof typeof DOES]);
});

test("the statement was reviewed on a day that was", () => {
  expect(Date.parse(ACCESSIBILITY_REVIEWED)).toBeLessThanOrEqual(Date.now());
});
