import { expect, it } from "vitest";
import { localPath } from "./local-path";

it.each([
  ["/dashboard", "/dashboard"],
  ["/dashboard/events/1?view=all&q=a%20b", "/dashboard/events/1?view=all&q=a%20b"],
  ["/a/../b", "/b"],
  ["/dashboard#top", "/dashboard"],
])("keeps %s", (given, kept) => {
  expect(localPath(given)).toBe(kept);
});

it.each([
  "https://evil.example/",
  "//evil.example",
  "/\\evil.example",
  "\\\\evil.example",
  "/\t/evil.example",
  "/%0d%0aset-cookie:x\r\n",
  "/a b",
  "javascript:alert(1)",
  "dashboard",
  "",
  "/api/auth/signout",
  "/x/../api/auth/signout",
  null,
  undefined,
  ["/dashboard"],
])("refuses %j", (given) => {
  expect(localPath(given)).toBeNull();
});
