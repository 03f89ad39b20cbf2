import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { answersSchema } from "./answers";
import type { FormItem } from "./definition";
import { formOf, item } from "./form.fixture";
import type { Typed } from "./show-if";
import { readTyped } from "./typed";

/** What is kept of this, or by question what is wrong with it. */
function read(items: FormItem[], typed: Typed) {
  const parsed = answersSchema(formOf(...items)).safeParse(typed);
  if (parsed.success) return parsed.data;
  return Object.fromEntries(
    parsed.error.issues.map(({ path, message }) => [path[0], `!${message}`]),
  );
}

/** One question's field, one value. */
const one = (question: FormItem, ...values: string[]) =>
  read([question], { [question.id]: values })[question.id];

describe("answers", () => {
  it("are kept as what they are", () => {
    expect(one(item("short"), "  Zoë 🎭 ")).toBe("Zoë 🎭");
    expect(one(item("long"), "a\r\nb")).toBe("a\nb");
    expect(one(item("number"), "3,5")).toBe(3.5);
    expect(one(item("number"), "\u22122")).toBe(-2);
    expect(one(item("number"), "1\u202f000")).toBe(1000);
    expect(one(item("date"), "2027-02-28")).toBe("2027-02-28");
    expect(one(item("one"), "c-data")).toBe("c-data");
    expect(one(item("several"), "c-tue", "c-mon", "c-tue")).toEqual(["c-mon", "c-tue"]);
    expect(one(item("yes-no"), "no")).toBe(false);
    expect(one(item("consent"), "yes")).toBe(true);
    expect(one(item("organization"), "Tidewater")).toBe("Tidewater");
    expect(one(item("phone"), "+44 (0)20 7946-0018 ext 5".replace("ext", "x"))).toContain("7946");
    expect(one(item("country"), "FR")).toBe("FR");
  });

  const kinds = [
    ["short", "required"],
    ["long", "required"],
    ["number", "required"],
    ["date", "date"],
    ["one", "choose"],
    ["several", "choose"],
    ["yes-no", "choose"],
    ["consent", "consent"],
    ["organization", "required"],
    ["job-title", "required"],
    ["phone", "required"],
    ["country", "choose"],
  ] as const;

  it.each(kinds)("of a %s may be missing, and is asked for where it is needed", (kind, error) => {
    for (const empty of [[], [""], ["  "]]) {
      if (kind === "several" && empty[0] === "  ") continue;
      expect(read([item(kind)], { [item(kind).id]: empty })).toEqual({});
      const question = item(kind, { required: true });
      expect(read([question], { [question.id]: empty })).toEqual({ [question.id]: `!${error}` });
    }
  });

  it.each<[FormItem, string[], string]>([
    [item("short", { max: 3 }), ["abcd"], "tooLong"],
    [item("short", { min: 3 }), ["ab"], "tooShort"],
    [item("short"), ["x".repeat(301)], "tooLong"],
    [item("short"), ["a\nb"], "characters"],
    [item("short"), ["a\u202eb"], "characters"],
    [item("short"), ["a\0b"], "characters"],
    [item("long"), ["a\u0007b"], "characters"],
    [item("long"), ["x".repeat(5_001)], "tooLong"],
    [item("organization"), ["x".repeat(301)], "tooLong"],
    [item("number"), ["1e3"], "number"],
    [item("number"), ["Infinity"], "number"],
    [item("number"), ["0x10"], "number"],
    [item("number"), ["1.2.3"], "number"],
    [item("number"), ["9".repeat(15)], "number"],
    [item("number", { whole: true }), ["1.5"], "whole"],
    [item("number", { min: 2 }), ["1"], "tooLow"],
    [item("number", { max: 2 }), ["2.1"], "tooHigh"],
    [item("date"), ["2027-02-29"], "date"],
    [item("date"), ["01/02/2027"], "date"],
    [item("date", { min: "2027-01-01" }), ["2026-12-31"], "tooEarly"],
    [item("date", { max: "2027-01-01" }), ["2027-01-02"], "tooLate"],
    [item("one"), ["c-gone"], "choose"],
    [item("one"), ["__proto__"], "choose"],
    [item("several"), ["c-mon", "c-gone"], "choose"],
    [item("several", { min: 2 }), ["c-mon"], "tooFew"],
    [item("several", { max: 1 }), ["c-mon", "c-tue"], "tooMany"],
    [item("yes-no"), ["maybe"], "choose"],
    [item("consent"), ["on"], "consent"],
    [item("phone"), ["123"], "phone"],
    [item("phone"), ["call me maybe 12345"], "phone"],
    [item("country"), ["XX"], "choose"],
    [item("country"), ["France"], "choose"],
  ])("says what is wrong: %#", (question, values, error) => {
    expect(one(question, ...values)).toBe(`!${error}`);
  });

  it("of what the form does not ask are not kept", () => {
    const typed = { "q-other": ["x"], "q-heading": ["x"], "q-short": ["y"] };
    expect(read([item("heading"), item("short")], typed)).toEqual({ "q-short": "y" });
  });

  it("are asked for one by one, all that is wrong at once", () => {
    const required = { required: true };
    const items = [item("short", required), item("one", required), item("consent", required)];
    expect(read(items, {})).toEqual({
      "q-short": "!required",
      "q-one0": "!choose",
      "q-consent": "!consent",
    });
  });
});

describe("a question that depends on another", () => {
  const how = item("one");
  const which = item("long", { required: true, showIf: { question: how.id, is: ["c-data"] } });
  const more = item("short", { required: true, showIf: { question: which.id, is: "answered" } });
  const all = [how, which, more];

  it("is asked only then, and what was typed into it before is not kept", () => {
    expect(read(all, { [how.id]: ["c-listen"], [which.id]: ["Tides"], [more.id]: ["x"] })).toEqual({
      [how.id]: "c-listen",
    });
    expect(read(all, { [how.id]: ["c-data"] })).toEqual({ [which.id]: "!required" });
    expect(read(all, { [how.id]: ["c-data"], [which.id]: ["Tides"] })).toEqual({
      [more.id]: "!required",
    });
    expect(read(all, { [how.id]: ["c-data"], [which.id]: ["Tides"], [more.id]: ["x"] })).toEqual({
      [how.id]: "c-data",
      [which.id]: "Tides",
      [more.id]: "x",
    });
  });

  it("may depend on any of several answers, on yes and on consent", () => {
    const days = item("several");
    const shown = (on: FormItem, is: string[], ...values: string[]) =>
      "q-long" in
      read([on, item("long", { showIf: { question: on.id, is } })], {
        [on.id]: values,
        "q-long": ["x"],
      });
    expect(shown(days, ["c-tue", "c-wed"], "c-mon", "c-wed")).toBe(true);
    expect(shown(days, ["c-tue"], "c-mon")).toBe(false);
    expect(shown(item("yes-no"), ["no"], "no")).toBe(true);
    expect(shown(item("yes-no"), ["no"], "yes")).toBe(false);
    expect(shown(item("consent"), ["yes"], "yes")).toBe(true);
    expect(shown(item("consent"), ["yes"])).toBe(false);
  });
});

describe("whatever is sent", () => {
  it("is read by question, without what no form has", () => {
    const form = new FormData();
    form.append("answers.q-days", "c-mon");
    form.append("answers.q-days", "c-tue");
    form.append("answers.__proto__", "x");
    form.append("answers.constructor", "x");
    form.append("answers.", "x");
    form.append("answers.phone", new File(["x"], "x"));
    form.append("email", "a@b.example");
    expect(readTyped(form)).toEqual({ "q-days": ["c-mon", "c-tue"], phone: [] });
  });

  it("is an answer of its kind, or an error, and never more", () => {
    const items = ["short", "long", "number", "date", "one", "several", "yes-no", "phone"] as const;
    const schema = answersSchema(formOf(...items.map((kind) => item(kind))));
    const value = fc.oneof(fc.string(), fc.string({ unit: "binary" }), fc.constant("c-mon"));
    const typed = fc.dictionary(
      fc.constantFrom(...items.map((kind) => item(kind).id), "q-none"),
      fc.array(value, { maxLength: 4 }),
    );
    fc.assert(
      fc.property(typed, (sent) => {
        const parsed = schema.safeParse(sent);
        if (!parsed.success) return parsed.error.issues.every(({ path }) => path.length === 1);
        const kept = JSON.stringify(parsed.data);
        return !kept.includes("\\u0000") && Object.keys(parsed.data).every((id) => id !== "q-none");
      }),
    );
  });
});
