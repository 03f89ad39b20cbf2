import { type MessageFormatElement, parse, TYPE } from "@formatjs/icu-messageformat-parser";
import { describe, expect, it } from "vitest";
import { type Area, CATALOGS } from "./catalogs";
import { LOCALES } from "./locales";

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
});
