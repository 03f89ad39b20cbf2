import { expect, it } from "vitest";
import { dirOf, pickLocale } from "./locales";

it.each([
  [undefined, "da,fr-CA;q=0.9,en;q=0.5", "fr"],
  [undefined, "de-AT,de;q=0.9,en;q=0.5", "de"],
  [undefined, "es-MX,es;q=0.9", "es"],
  [undefined, "en-US,en;q=0.9,fr;q=0.8", "en"],
  ["fr", "en", "fr"],
  ["xx", "fr", "fr"],
  [undefined, undefined, "en"],
  [undefined, "ja", "en"],
  [undefined, "fr;q=0,en;q=0", "en"],
  [undefined, "*;q=zzz,,;;fr", "en"],
  [undefined, "x".repeat(100_000), "en"],
])("cookie %s and Accept-Language %s give %s", (cookie, accepted, expected) => {
  expect(pickLocale(cookie, accepted)).toBe(expected);
});

it.each([
  ["en", "ltr"],
  ["de-AT", "ltr"],
  ["ar", "rtl"],
  ["he-IL", "rtl"],
])("%s runs %s", (locale, dir) => {
  expect(dirOf(locale)).toBe(dir);
});
