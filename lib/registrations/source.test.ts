import { describe, expect, it } from "vitest";
import { readSource, sourceQuery } from "./source";

const read = (query: string) => readSource(new URLSearchParams(query));

describe("readSource", () => {
  it("keeps utm_* and ref, and nothing else", () => {
    expect(read("utm_source=mail&utm_campaign=spring&email=a@b.c&ref=partner&gclid=1")).toEqual({
      utm_source: "mail",
      utm_campaign: "spring",
      ref: "partner",
    });
  });

  it.each([
    "",
    "email=a",
    "ref=",
    "ref=%20%20",
    "ref=a%0Ab",
    `ref=${"x".repeat(101)}`,
    "ref=%E2%80%8B",
  ])("is nothing when %j says nothing that can be kept", (query) => expect(read(query)).toBeNull());
});

it("leads on by the same words", () => {
  const source = read("utm_source=a%20%26%20b&ref=%C3%A9");
  expect(read(sourceQuery(source))).toEqual(source);
  expect(sourceQuery(null)).toBe("");
});
