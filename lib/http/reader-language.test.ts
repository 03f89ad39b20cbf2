import type { IncomingMessage } from "node:http";
import { describe, expect, it } from "vitest";
import { publicAddress, readerLanguage } from "./reader-language";

const asks = (headers: Record<string, string>) =>
  readerLanguage({ headers } as unknown as IncomingMessage);

describe("the reader's language", () => {
  it("follows the browser's preferences by weight", () => {
    expect(asks({ "accept-language": "da,fr-CA;q=0.9,en;q=0.5" })).toBe("fr");
  });

  it("lets the reader's own choice win", () => {
    expect(asks({ cookie: "a=1; lang=en", "accept-language": "fr" })).toBe("en");
  });

  it("takes no word for it from an inner header or a made-up cookie", () => {
    expect(asks({ "x-lang": "fr", cookie: "lang=xx; xlang=fr" })).toBe("en");
  });
});

describe("an inner address", () => {
  it.each([
    ["/fr/e/x?y=1", "/e/x?y=1"],
    ["/en", "/"],
    ["/en/", "/"],
    ["/en//evil.example", "/evil.example"],
    ["/fr/\\evil.example", "/evil.example"],
  ])("%s is %s outside", (inner, outer) => {
    expect(publicAddress(inner)).toBe(outer);
  });

  it.each(["/", "/e/en", "/english", "/enx/y"])("%s is public already", (url) => {
    expect(publicAddress(url)).toBeNull();
  });
});
