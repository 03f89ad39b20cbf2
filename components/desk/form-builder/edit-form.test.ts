import { describe, expect, it } from "vitest";
import type { ItemKind } from "@/lib/form/definition";
import { formDefinition } from "@/lib/form/definition";
import { formOf, item } from "@/lib/form/form.fixture";
import {
  addItem,
  changeItem,
  deciders,
  duplicateItem,
  missingTexts,
  moveItem,
  newId,
  newItem,
  removeItem,
  write,
} from "./edit-form";
import { problemsOf } from "./form-problems";

const how = item("one");
const which = item("long", { showIf: { question: how.id, is: ["c-data"] } });
const form = formOf(item("short"), how, which);
const ids = ({ items }: { items: { id: string }[] }) => items.map(({ id }) => id);

describe("editing a form", () => {
  it("adds questions of every kind, which need their words and nothing else", () => {
    const kinds: ItemKind[] = ["heading", "short", "long", "number", "date", "one", "several"];
    for (const kind of [...kinds, "yes-no", "consent", "phone"] as ItemKind[]) {
      const added = addItem(form, newItem(kind));
      const words = (text: unknown) => JSON.stringify(text).includes("label");
      for (const { path, key } of problemsOf(added)) {
        expect(path, kind).toMatch(/label$/);
        expect(words(path), `${kind} ${key}`).toBe(true);
      }
    }
    expect(newId("q")).toMatch(/^q-[0-9a-z]{10}$/);
    expect(newId("q")).not.toBe(newId("q"));
  });

  it("moves a question, as far as the list goes", () => {
    expect(ids(moveItem(form, "q-long", 0))).toEqual(["q-long", "q-short", "q-one0"]);
    expect(ids(moveItem(form, "q-short", 99))).toEqual(["q-one0", "q-long", "q-short"]);
    expect(ids(moveItem(form, "q-short", -1))).toEqual(ids(form));
    expect(moveItem(form, "q-none", 1)).toBe(form);
  });

  it("says so when a question comes before what it depends on", () => {
    expect(problemsOf(form)).toEqual([]);
    expect(problemsOf(moveItem(form, "q-long", 0))).toEqual([
      { item: "q-long", path: "showIf", key: "condition" },
    ]);
  });

  it("asks always what depended on a question or a choice that is gone", () => {
    expect(removeItem(form, how.id).items.at(-1)?.showIf).toBeNull();
    if (how.kind !== "one") throw new Error("It is one of several.");
    const other = { ...how, choices: how.choices.filter(({ id }) => id !== "c-data") };
    expect(changeItem(form, other).items.at(-1)?.showIf).toBeNull();
    expect(changeItem(form, { ...how, required: true }).items.at(-1)?.showIf).toEqual(which.showIf);
  });

  it("copies a question under an id of its own", () => {
    const copied = duplicateItem(form, how.id, "q-copy");
    expect(ids(copied)).toEqual(["q-short", "q-one0", "q-copy", "q-long"]);
    expect(formDefinition.safeParse(copied).success).toBe(true);
  });

  it("offers questions further up to depend on", () => {
    expect(deciders(form, "q-long").map(({ id }) => id)).toEqual(["q-short", "q-one0"]);
    expect(deciders(form, "q-short")).toEqual([]);
  });

  it("writes in one language, and counts what another lacks", () => {
    expect(write({ en: "Where?" }, "fr", "Où ?")).toEqual({ en: "Where?", fr: "Où ?" });
    expect(write({ en: "Where?", fr: "Où ?" }, "fr", "")).toEqual({ en: "Where?" });
    const both = { ...form, languages: ["en", "fr"] as ("en" | "fr")[] };
    expect(missingTexts(both, "en")).toBe(0);
    expect(missingTexts(both, "fr")).toBe(5);
  });
});
