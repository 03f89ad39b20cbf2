import { expect, test } from "vitest";
import { whereItIsSaid } from "./asked-for";

const PAGE = "/dashboard/events/1e500000-0000-4000-8000-000000000001/messages/sender";

test.each([
  ["declined", PAGE, `${PAGE}?asked=declined`],
  ["admin-consent", `${PAGE}?did=chosen`, `${PAGE}?asked=admin-consent`],
  ["blocked", PAGE, null],
  ["declined", "/dashboard", null],
  ["declined", "/dashboard/events/x/messages/sender", null],
  ["declined", null, null],
] as const)("%s, asked from %s, is said at %s", (problem, from, at) => {
  expect(whereItIsSaid(problem, from)).toBe(at);
});
