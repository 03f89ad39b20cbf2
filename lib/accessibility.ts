/**
 * What the statement at /accessibility rests on. Whoever changes what these tests look at reviews the
 * statement and writes the day here; a test holds that they exist.
 */
export const ACCESSIBILITY_REVIEWED = "2026-11-26";

/** Each thing that the statement says was tested, by its message, and the test that does it. */
export const ACCESSIBILITY_EVIDENCE = {
  axe: "e2e/every-page.spec.ts",
  keyboard: "e2e/everybody.spec.ts",
  zoom: "e2e/everybody.spec.ts",
  contrast: "e2e/everybody.spec.ts",
  reader: "e2e/everybody.spec.ts",
} as const;
