import { globSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const PHYSICAL = [
  /^(?:margin|padding|border|scroll-margin|scroll-padding)-(?:left|right)\b/,
  /^border-(?:top|bottom)-(?:left|right)-radius:/,
  /^(?:left|right):/,
  /^(?:text-align|float|clear): *(?:left|right)\b/,
  /^(?:background|mask|object)(?:-position)?:.*\b(?:left|right)\b/,
  /\bto (?:left|right)\b/,
];

/** Tailwind's `ml-2`, `-left-1`, `text-right`, `rounded-l`, `space-x-2`. */
const PHYSICAL_CLASS =
  /(?<![\w-])(?:-?(?:m|p|scroll-m|scroll-p)[lr]-|-?(?:left|right)-|(?:text|float|clear)-(?:left|right)(?![\w-])|(?:border|rounded)-(?:[lr]|[tb][lr])(?![a-z])|(?:space|divide)-x-)/;

/** Declarations that are right only where lines run from left to right. */
function physical(css: string): string[] {
  return css
    .replace(/\/\*[\s\S]*?\*\//g, "")
    .split(/[;{}]/)
    .map((declaration) => declaration.trim().replace(/\s+/g, " "))
    .filter((one) => PHYSICAL.some((pattern) => pattern.test(one)) || isLopsided(one));
}

/** `padding: 1px 2px 3px 4px`, whose second and fourth value differ. */
function isLopsided(declaration: string): boolean {
  const [, name, value] = /^(margin|padding|inset|border-radius): (.*)$/.exec(declaration) ?? [];
  const sizes = value?.match(/\w+\((?:[^()]|\([^()]*\))*\)|\S+/g) ?? [];
  if (sizes.length < 4) return name === "border-radius" && sizes.length > 1;
  const [first, second, third, fourth] = sizes;
  return name === "border-radius" ? first !== second || third !== fourth : second !== fourth;
}

describe("styles hold for lines that run from right to left", () => {
  const sheets = globSync(["app/styles/*.css", "public/*.css", "sandbox/**/*.css"]);

  it.each(sheets)("%s", (sheet) => {
    expect(physical(readFileSync(sheet, "utf8"))).toEqual([]);
  });

  it("and so do classes in pages", () => {
    const found = globSync(["app/**/*.tsx", "components/**/*.tsx"]).flatMap((page) =>
      readFileSync(page, "utf8")
        .split("\n")
        .filter((line) => /class/i.test(line) && PHYSICAL_CLASS.test(line))
        .map((line) => `${page}: ${line.trim()}`),
    );
    expect(found).toEqual([]);
  });

  it("which this would find", () => {
    const css =
      "a { margin-left: 1px; & b { left: 0; text-align: right } padding: 1px 2px 3px calc(1px + (2px)); border-radius: 8px 0 0 8px }";
    expect(physical(css)).toHaveLength(5);
    expect(
      physical("a { margin: 0 1px; inset: 0; padding: 1px 2px 3px 2px; color: left }"),
    ).toEqual([]);
    expect('className="ml-2"').toMatch(PHYSICAL_CLASS);
    expect('className="field-left ms-2"').not.toMatch(PHYSICAL_CLASS);
  });
});
