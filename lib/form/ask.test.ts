import { describe, expect, it } from "vitest";
import { CATALOGS } from "@/lib/i18n/catalogs";
import type { Locale } from "@/lib/i18n/locales";
import { answerWords } from "./answer-text";
import { askForm, errorLine, errorText } from "./ask";
import type { FormDefinition, FormItem, Question } from "./definition";
import { formOf, item } from "./form.fixture";

const ask = (form: FormDefinition, locale: Locale = "en") =>
  askForm(form, locale, CATALOGS[locale].form);

const only = (each: FormItem) => ask(formOf(each))[0];

describe("a question on a page", () => {
  it.each([
    ["organization", { type: "text", autoComplete: "organization" }],
    ["job-title", { type: "text", autoComplete: "organization-title" }],
    ["phone", { type: "tel", inputMode: "tel", autoComplete: "tel" }],
    ["country", { kind: "list", autoComplete: "country" }],
    ["date", { type: "date" }],
    ["long", { kind: "lines" }],
    ["consent", { kind: "box" }],
  ] as const)("of the kind %s is asked so that a browser can help", (kind, control) => {
    expect(only(item(kind))?.control).toMatchObject(control);
  });

  it("gets a phone's digits only where no minus is needed", () => {
    const keys = (more: Record<string, unknown>) => only(item("number", more))?.control;
    expect(keys({})).not.toHaveProperty("inputMode", "numeric");
    expect(keys({ min: -5 })).not.toHaveProperty("inputMode", "decimal");
    expect(keys({ min: 0 })).toHaveProperty("inputMode", "decimal");
    expect(keys({ min: 0, whole: true })).toHaveProperty("inputMode", "numeric");
  });

  it("has few choices in rows and many in a list", () => {
    const choices = Array.from({ length: 8 }, (_, at) => ({
      id: `c-${at}`,
      label: { en: `${at}` },
    }));
    expect(only(item("one"))?.control.kind).toBe("options");
    expect(only(item("one", { choices }))?.control.kind).toBe("list");
    expect(only(item("several", { choices }))?.control.kind).toBe("options");
  });

  it("says its limits before somebody meets them", () => {
    const limits = (each: FormItem) => only(each)?.limits;
    expect(limits(item("short"))).toBeNull();
    expect(limits(item("long", { max: 1200 }))).toBe("At most 1,200 characters.");
    expect(limits(item("number", { min: 1, max: 9 }))).toBe("From 1 to 9.");
    expect(limits(item("number", { whole: true }))).toBe("A whole number.");
    expect(limits(item("date", { min: "2027-01-02" }))).toBe("From 2 January 2027 on.");
    expect(limits(item("several", { min: 2, max: 2 }))).toBe("Choose 2.");
    const french = ask(formOf(item("long", { max: 1200 })), "fr")[0];
    expect(french?.limits).toMatch(/^Au plus 1\s200 caractères\.$/);
  });

  it("is in the reader's language, else in the form's first, which it says", () => {
    const both = { en: "Where?", fr: "Où ?" };
    const form: FormDefinition = {
      languages: ["en", "fr"],
      items: [item("short", { label: both }), item("long"), item("phone")],
    };
    expect(ask(form, "fr").map(({ label }) => label)).toEqual([
      { text: "Où ?" },
      { text: "What do you bring?", lang: "en" },
      { text: "Numéro de téléphone" },
    ]);
    expect(ask({ ...form, languages: ["en"] }, "fr")[0]?.label).toEqual({
      text: "Where?",
      lang: "en",
    });
  });

  it("says in words after which answers it is asked", () => {
    const days = item("several");
    const agree = item("consent");
    const city = item("short");
    const on = (question: FormItem, is: unknown) =>
      ask(formOf(days, agree, city, item("long", { showIf: { question: question.id, is } }))).at(-1)
        ?.onlyIf;
    expect(on(days, ["c-mon", "c-wed"])).toBe(
      "Only if you answered “Monday” or “Wednesday” to “Which days?”.",
    );
    expect(on(agree, ["yes"])).toBe("Only if you agreed to “I agree that the talk is recorded”.");
    expect(on(city, "answered")).toBe("Only if you answered “Where do you live?”.");
  });
});

it("an error says the limit, and away from its question the question", () => {
  const words = CATALOGS.en.form;
  const text = (question: FormItem, error: string) => errorText(question, error, "en", words);
  expect(text(item("short"), "tooLong")).toBe("Shorten it to 300 characters");
  expect(text(item("organization"), "tooLong")).toBe("Shorten it to 300 characters");
  expect(text(item("number", { max: 0.5 }), "tooHigh")).toBe("Enter 0.5 or less");
  expect(text(item("date", { max: "2027-03-01" }), "tooLate")).toBe(
    "Enter a date until 1 March 2027",
  );
  expect(text(item("short"), "never heard of")).toBe("Enter an answer");
  expect(errorLine("Which days?", "Choose an answer", words)).toBe("Which days? Choose an answer");
  expect(errorLine("Town", "Enter an answer", words)).toBe("Town: Enter an answer");
});

it("an answer is said as it was asked", () => {
  const say = (question: FormItem, answer: string | number | boolean | string[]) =>
    answerWords(
      question as Question,
      answer,
      { locale: "fr", languages: ["en"] },
      CATALOGS.fr.form,
    ).map(({ text }) => text);
  expect(say(item("yes-no"), false)).toEqual(["Non"]);
  expect(say(item("country"), "DE")).toEqual(["Allemagne"]);
  expect(say(item("date"), "2027-03-01")).toEqual(["1 mars 2027"]);
  expect(say(item("number"), 2.5)).toEqual(["2,5"]);
  expect(say(item("several"), ["c-mon", "c-gone"])).toEqual(["Monday", "c-gone"]);
  expect(say(item("long"), "a\nb")).toEqual(["a\nb"]);
});
