import { expect, it } from "vitest";
import { MOST_ORIGINS, readOrigins } from "./embed-origins";

it("reads sites one a line, as browsers name them", () => {
  expect(
    readOrigins(
      "https://www.Example.org/\nexample.org\n\n https://münchen.example:8443 , example.org",
    ),
  ).toEqual({
    kind: "read",
    origins: [
      "https://www.example.org",
      "https://example.org",
      "https://xn--mnchen-3ya.example:8443",
    ],
  });
  expect(readOrigins("http://localhost:8080")).toEqual({
    kind: "read",
    origins: ["http://localhost:8080"],
  });
  expect(readOrigins(" \n ")).toEqual({ kind: "read", origins: [] });
});

it.each([
  "https://example.org/page",
  "https://example.org/?a",
  "https://example.org/#",
  "https://user@example.org",
  "https://*.example.org",
  "*",
  "'self'",
  "https:",
  "https://a;script-src.example",
  "https://[::1]:80",
  "data://text",
  "javascript://a.example",
  "file:///etc/passwd",
])("refuses %s", (entry) => {
  expect(readOrigins(`https://example.org\n${entry}`)).toEqual({ kind: "invalid", entry });
});

it("refuses a site that anybody on the way can change", () => {
  const entry = "http://example.org";
  expect(readOrigins(entry)).toEqual({ kind: "insecure", entry });
});

it("refuses more than anybody reads through", () => {
  const sites = Array.from({ length: MOST_ORIGINS + 1 }, (_, at) => `https://s${at}.example`);
  expect(readOrigins(sites.join("\n"))).toEqual({ kind: "too-many" });
});
