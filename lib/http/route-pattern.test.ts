import { expect, it } from "vitest";
import { routePattern } from "./route-pattern";

it.each([
  ["/", "/"],
  ["/e/harbour-tour", "/e/[slug]"],
  ["/e/harbour-tour/register", "/e/[slug]/register"],
  ["/r/ZjwwDEbeBz4neBItHQkyZg", "/r/[token]"],
  ["/r/abc/withdraw", "/r/[token]/withdraw"],
  ["/j/abcdefgh", "/j/[token]"],
  ["/dashboard/events/5f0c7c1e-0000-4000-8000-000000000000/edit", "/dashboard/events/[id]/edit"],
  ["/api/passes/ZjwwDEbeBz4neBItHQkyZg/calendar.ics", "/api/passes/[token]/[id]"],
  ["/api/passes/onlysmallletters/state", "/api/passes/[token]/state"],
  ["/_next/static/chunks/a.js", "/_next"],
  ["/favicon.ico", "[file]"],
  ["/wp-admin/setup.php", "[other]"],
])("%s is %s", (path, pattern) => {
  expect(routePattern(path)).toBe(pattern);
});
