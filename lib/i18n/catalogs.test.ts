import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { type Area, CATALOGS } from "./catalogs";
import { LOCALE_REGIONS, LOCALES, type Locale } from "./locales";

type Tree = { [key: string]: string | Tree };

function leaves(tree: Tree, path = ""): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]) =>
    typeof value === "string" ? [[path + key, value]] : leaves(value, `${path}${key}.`),
  );
}

/** Names and kinds of all placeholders and tags, also those inside plural branches. */
function placeholders(elements: MessageFormatElement[]): Set<string> {
  const found = new Set<string>();
  for (const element of elements) {
    if (element.type === TYPE.literal || element.type === TYPE.pound) continue;
    found.add(`${TYPE[element.type]} ${element.value}`);
    if (element.type === TYPE.plural || element.type === TYPE.select)
      for (const option of Object.values(element.options))
        for (const inner of placeholders(option.value)) found.add(inner);
    if (element.type === TYPE.tag)
      for (const inner of placeholders(element.children)) found.add(inner);
  }
  return found;
}

/** The forms that each plural in a message names: `=0`, `one`, `other`. */
function pluralForms(elements: MessageFormatElement[]): string[][] {
  return elements.flatMap((element) => {
    if (element.type === TYPE.tag) return pluralForms(element.children);
    if (element.type !== TYPE.plural && element.type !== TYPE.select) return [];
    const inner = Object.values(element.options).flatMap((option) => pluralForms(option.value));
    return element.type === TYPE.plural ? [Object.keys(element.options), ...inner] : inner;
  });
}

/** What a typewriter makes of a language: quotation marks, dots and spaces that it doesn't write so. */
const TYPED: Record<Locale, RegExp> = {
  en: /"|\w'\w|\.\.\./,
  // An ellipsis after a whole word keeps a space that doesn't break.
  de: /"|\.\.\.|[“”](?=\p{L})|\p{L}…|\d %/u,
  es: /"|\w'\w|\.\.\.|[“”]|« \p{L}|\p{L} »|\d %/u,
  fr: /"|\w'\w|\.\.\.|[“”]|(?<![\u00a0\u202f])[?!;»](?!\w)|«(?![\u00a0\u202f])| :/,
};

const SMTP_CODE = /^\d{3}$/;
/** Read by property (bare, form), or by a code that comes from outside (reasons): word by word. */
const BY_WORDS = new Set<Area>(["bare", "form", "reasons"]);

const areas = Object.keys(CATALOGS.en) as Area[];

describe.each(areas)("catalog %s", (area) => {
  const english = new Map(leaves(CATALOGS.en[area] as Tree));

  it.each(LOCALES)("is whole in %s, with English's keys and placeholders", (locale) => {
    const words = new Map(leaves(CATALOGS[locale][area] as Tree));
    expect([...words.keys()].sort()).toEqual([...english.keys()].sort());
    for (const [key, message] of words) {
      expect(message.trim(), `${locale} ${key}`).not.toBe("");
      expect([...placeholders(parse(message))].sort(), `${locale} ${key}`).toEqual(
        [...placeholders(parse(english.get(key) ?? ""))].sort(),
      );
    }
  });

  it.each(LOCALES)("has a form for one and for many wherever a number decides, in %s", (locale) => {
    const all = new Set<string>(
      new Intl.PluralRules(LOCALE_REGIONS[locale]).resolvedOptions().pluralCategories,
    );
    for (const [key, message] of leaves(CATALOGS[locale][area] as Tree)) {
      const meant = pluralForms(parse(english.get(key) ?? ""));
      const forms = pluralForms(parse(message));
      for (const [place, named] of forms.entries()) {
        const foreign = named.filter((form) => !form.startsWith("=") && !all.has(form));
        expect(foreign, `${locale} ${key}`).toEqual([]);
        if (meant[place]?.includes("one")) expect(named, `${locale} ${key}`).toContain("one");
      }
    }
  });

  it.each(LOCALES)("is set as %s is", (locale) => {
    const typed = leaves(CATALOGS[locale][area] as Tree).filter(([, message]) =>
      TYPED[locale].test(message),
    );
    expect(typed).toEqual([]);
  });
});

describe("every message is used", () => {
  const code = ["app", "components", "lib", "server.ts", "jobs.ts"]
    .flatMap(sourceFiles)
    .map((file) => readFileSync(file, "utf8"))
    .join("\n");
  const named = keysNamedIn(code);
  const words = new Set(code.match(/[\w-]+/g));

  it.each(areas)("of %s", (area) => {
    const unused = leaves(CATALOGS.en[area] as Tree)
      .map(([key]) => key)
      .filter(
        (key) =>
          !(BY_WORDS.has(area)
            ? key.split(".").every((word) => words.has(word) || SMTP_CODE.test(word))
            : named(key)),
      );
    expect(unused).toEqual([]);
  });
});

function sourceFiles(place: string): string[] {
  if (/\.tsx?$/.test(place)) return /\.test\.tsx?$/.test(place) ? [] : [place];
  if (path.extname(place) !== "") return [];
  return readdirSync(place, { withFileTypes: true }).flatMap((entry) =>
    entry.isDirectory() || /\.tsx?$/.test(entry.name)
      ? sourceFiles(path.join(place, entry.name))
      : [],
  );
}

/**
 * Whether code names a key: whole (`"card.open"`), or with pieces that are known only when it runs
 * (`card.${state}.title`).
 */
function keysNamedIn(code: string): (key: string) => boolean {
  const whole = new Set(code.match(/[\w-]+(?:\.[\w-]+)*/g));
  const templates = new Set(
    code.match(/(?:[\w.-]|\$\{[^{}]*\})*\$\{[^{}]*\}(?:[\w.-]|\$\{[^{}]*\})*/g),
  );
  const patterns = [...templates]
    .map((template) => template.split(/\$\{[^{}]*\}/))
    // One of nothing but pieces and dots would take every key.
    .filter((parts) => parts.some((part) => /\w{2}/.test(part)))
    .map(
      (parts) =>
        new RegExp(`^${parts.map((part) => part.replaceAll(".", "\\.")).join("[\\w-]+")}$`),
    );
  return (key) => whole.has(key) || patterns.some((pattern) => pattern.test(key));
}
