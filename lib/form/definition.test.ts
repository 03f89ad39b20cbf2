import { describe, expect, it } from "vitest";
import { type FormItem, formDefinition, formText, isDay } from "./definition";
import { formOf, item } from "./form.fixture";

/** The first thing that is wrong with a form of these items, and where. */
function wrong(items: FormItem[], languages: string[] = ["en"]) {
  const parsed = formDefinition.safeParse({ languages, items });
  const issue = parsed.error?.issues[0];
  return issue ? `${issue.path.join(".")}: ${issue.message}` : null;
}

const choice = (id: string, en: string) => ({ id, label: { en } });

describe("a form's definition", () => {
  it("takes a question of each kind", () => {
    const kinds = [
      "heading",
      "short",
      "long",
      "number",
      "date",
      "one",
      "several",
      "yes-no",
    ] as const;
    const standard = ["consent", "organization", "job-title", "phone", "country"] as const;
    const items = [...kinds, ...standard].map((kind) => item(kind));
    expect(wrong(items)).toBeNull();
    expect(formOf(...items).items.map(({ kind }) => kind)).toEqual([...kinds, ...standard]);
  });

  it("trims words, and drops a language that says nothing", () => {
    const [first] = formOf(item("short", { label: { en: "  Where?\t", fr: "  " } })).items;
    expect(first?.label).toEqual({ en: "Where?" });
  });

  it.each<[string, FormItem[], string]>([
    ["no label", [item("short", { label: {} })], "items.0.label: label"],
    ["a label of nothing to see", [item("short", { label: { en: "\u200b" } })], "items.0.label.en"],
    ["a label of two lines", [item("short", { label: { en: "a\nb" } })], "items.0.label.en"],
    ["one id twice", [item("short"), item("short")], "items.1.id: twice"],
    ["an id of an object's own", [item("short", { id: "constructor" })], "items.0.id"],
    ["a standard field by another id", [item("phone", { id: "q-phone" })], "items.0.id: id"],
    ["a question by a standard id", [item("short", { id: "phone" })], "items.0.id: id"],
    ["limits the wrong way round", [item("short", { min: 9, max: 3 })], "items.0.max: range"],
    [
      "dates the wrong way round",
      [item("date", { min: "2027-01-02", max: "2027-01-01" })],
      "range",
    ],
    ["a day that there is not", [item("date", { min: "2027-02-30" })], "items.0.min: date"],
    ["one choice", [item("one", { choices: [choice("c-a", "A")] })], "items.0.choices: choices"],
    [
      "a choice without words",
      [item("one", { choices: [choice("c-a", "A"), choice("c-b", "")] })],
      "items.0.choices.1.label: choice",
    ],
    [
      "a choice twice",
      [item("one", { choices: [choice("c-a", "A"), choice("c-a", "B")] })],
      "items.0.choices.1.id: twice",
    ],
    ["more wanted than there are", [item("several", { min: 4 })], "items.0.min: moreThanChoices"],
    [
      "a link that runs a script",
      [item("consent", { link: { address: "javascript:alert(1)", words: { en: "Policy" } } })],
      "items.0.link.address: link",
    ],
    [
      "a link without words",
      [item("consent", { link: { address: "https://example.org", words: {} } })],
      "items.0.link.words: linkWords",
    ],
    ["a kind that there is not", [{ ...item("short"), kind: "file" } as never], "items.0.kind"],
    ["something more", [item("short", { onclick: "x" })], "items.0"],
  ])("refuses %s", (_name, items, says) => {
    expect(wrong(items)).toContain(says);
  });

  it("lets a question depend on an earlier one and its answers only", () => {
    const one = item("one");
    const on = (showIf: unknown) => item("long", { showIf });
    const data = { question: one.id, is: ["c-data"] };
    expect(wrong([one, on(data)])).toBeNull();
    expect(wrong([one, on({ question: one.id, is: "answered" })])).toBeNull();
    expect(wrong([on(data), one])).toBe("items.0.showIf: condition");
    expect(wrong([on({ question: "q-long", is: "answered" })])).toBe("items.0.showIf: condition");
    expect(wrong([one, on({ question: one.id, is: ["c-gone"] })])).toBe(
      "items.1.showIf: condition",
    );
    expect(wrong([one, on({ question: one.id, is: [] })])).toBe("items.1.showIf: condition");
    expect(wrong([item("heading"), on({ question: "q-heading", is: "answered" })])).toBe(
      "items.1.showIf: condition",
    );
    expect(wrong([item("short"), on({ question: "q-short", is: ["x"] })])).toBe(
      "items.1.showIf: condition",
    );
  });

  it("is whole in its first language", () => {
    const short = item("short", { label: { fr: "Où ?" } });
    expect(wrong([short], ["fr", "en"])).toBeNull();
    expect(wrong([short], ["en", "fr"])).toBe("items.0.label: label");
    expect(wrong([short], ["xx"])).toContain("languages");
    expect(wrong([short], ["fr", "fr"])).toContain("languages");
    expect(wrong([short], [])).toContain("languages");
  });

  it("tells all that anybody can read", () => {
    const link = { address: "https://example.org/policy", words: { en: "Policy" } };
    const form = formOf(item("one", { help: { en: "Help one" } }), item("consent", { link }));
    for (const words of ["How will", "Help one", "I bring data", "https://example.org", "Policy"])
      expect(formText(form)).toContain(words);
  });
});

it.each([
  ["2026-11-26", true],
  ["2028-02-29", true],
  ["2027-02-29", false],
  ["0000-01-01", false],
  ["2026-1-1", false],
  ["tomorrow", false],
])("%s is a day: %s", (text, is) => {
  expect(isDay(text)).toBe(is);
});
