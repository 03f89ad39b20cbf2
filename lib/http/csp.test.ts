import { describe, expect, it } from "vitest";
import { isKnownScript, policyFor } from "./csp";

const BEGIN = "(self.__next_f=self.__next_f||[]).push([0])";
const TURBOPACK =
  '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":["static/chunks/2ib-ra81.js"],"runtimeModuleIds":[94553]});';

describe("the inline scripts that are known", () => {
  it.each([
    BEGIN,
    TURBOPACK,
    'self.__next_f.push([1,"0:[\\"$\\"]\\n"])',
    'self.__next_f.push([2,["state","key","id",0]])',
    `${BEGIN};self.__next_f.push([2,null])`,
  ])("blesses what Next writes: %s", (text) => {
    expect(isKnownScript(text)).toBe(true);
  });

  it.each([
    "evil()",
    `${BEGIN};evil()`,
    `${TURBOPACK}evil()`,
    'self.__next_f.push([1,"x"]);evil()',
    "self.__next_f.push([1,[evil()]])",
    'self.__next_f.push([1,"x"],evil())',
    'self.__next_f.push([1,"x"]);evil();self.__next_f.push([1,"x"])',
    "$RC=evil",
    '(globalThis["TURBOPACK"] || (globalThis["TURBOPACK"] = [])).push({"otherChunks":[evil()],"runtimeModuleIds":[1]});',
    ' self.__next_f.push([1,"x"])',
  ])("stops an injection: %s", (text) => {
    expect(isKnownScript(text)).toBe(false);
  });
});

describe("a page's policy", () => {
  it("names each known script once and counts the others", () => {
    const html = `<script src="/a.js"></script><script>${BEGIN}</script><script id="x">${BEGIN}</script><script>evil()</script><script></script>`;
    const { header, stopped } = policyFor(html, []);
    expect(stopped).toBe(1);
    expect(header.match(/'sha256-/g)).toHaveLength(1);
    expect(header).not.toContain("unsafe");
  });

  it("lets forms lead to the authority and nowhere else", () => {
    expect(policyFor("", ["https://login.example"]).header).toContain(
      "form-action 'self' https://login.example;",
    );
  });
});
