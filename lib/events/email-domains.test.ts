import { expect, test } from "vitest";
import { isAtDomain, parseDomains } from "./email-domains";

test("reads domains however they are written", () => {
  expect(parseDomains(" Example.org, @BÜCHER.example;*.tidewater.example\nexample.org ")).toEqual([
    "example.org",
    "xn--bcher-kva.example",
    "*.tidewater.example",
  ]);
  expect(parseDomains("")).toEqual([]);
});

test("refuses what can be no domain", () => {
  for (const text of [
    "example",
    "ines@example.org",
    "https://example.org",
    "example.org/path",
    "example.org:25",
    "127.0.0.1",
    "[::1]",
    "*",
    "*.",
    "*.*.example.org",
    "exa*mple.org",
    "-a.example.org",
    "a..example.org",
    "example.org\u0000",
    "<b>.example.org",
    `${"a".repeat(64)}.example.org`,
  ])
    expect(parseDomains(text), text).toBeNull();
});

test("admits the domain itself, or only what is below it", () => {
  const at = (domain: string, ...domains: string[]) => isAtDomain(domains, `ines@${domain}`);
  expect(at("anything.example")).toBe(true);
  expect(at("example.org", "example.org")).toBe(true);
  expect(at("mail.example.org", "example.org")).toBe(false);
  expect(at("evilexample.org", "example.org", "*.example.org")).toBe(false);
  expect(at("example.org.evil.example", "example.org", "*.example.org")).toBe(false);
  expect(at("example.org", "*.example.org")).toBe(false);
  expect(at("a.b.example.org", "*.example.org")).toBe(true);
  expect(isAtDomain(["example.org"], "example.org@evil.example")).toBe(false);
});
