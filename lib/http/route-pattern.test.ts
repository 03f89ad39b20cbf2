import fs from "node:fs";
import path from "node:path";
import { expect, it } from "vitest";
import { ROUTES, routePattern } from "./route-pattern";

it.each([
  ["/", "/"],
  ["/e/harbour-tour", "/e/[slug]"],
  ["/e/harbour-tour/register", "/e/[slug]/register"],
  ["/r/ZjwwDEbeBz4neBItHQkyZg", "/r/[token]"],
  ["/r/abc/give-up", "/r/[token]/give-up"],
  ["/j/abcdefgh", "/j/[token]"],
  ["/dashboard/events/5f0c7c1e-0000-4000-8000-000000000000/edit", "/dashboard/events/[id]/edit"],
  ["/api/passes/ZjwwDEbeBz4neBItHQkyZg/calendar", "/api/passes/[token]/calendar"],
  ["/api/passes/onlysmallletters/state", "/api/passes/[token]/state"],
  ["/api/auth/callback/entra", "/api/auth/[...nextauth]"],
  ["/_next/static/chunks/a.js", "/_next"],
  ["/favicon.ico", "[file]"],
  ["/wp-admin/setup.php", "[other]"],
  ["/r", "/r/[other]"],
  ["/r/abc/what", "/r/[token]/[other]"],
  ["/dashboard/anybodys-invention", "/dashboard/[other]"],
  ["/api/one/two", "/api/[other]"],
])("%s is %s", (pathname, pattern) => {
  expect(routePattern(pathname)).toBe(pattern);
});

it("knows every address that app/ has", () => {
  const root = path.resolve("app");
  const files = fs.globSync("**/{page.tsx,route.ts}", { cwd: root });
  const inFolders = files
    .map((file) => path.dirname(file).split(path.sep))
    .map((parts) => parts.filter((part) => !/^(\.|\(.*\)|\[locale\])$/.test(part)))
    .filter((parts) => !parts.some((part) => part.includes("[...rest]")))
    .map((parts) => `/${parts.join("/")}`);
  const before = ["/api/health", "/api/ready", "/api/metrics", "/api/internal/operator"];
  expect([...ROUTES].sort()).toEqual([...new Set([...inFolders, ...before])].sort());
});
