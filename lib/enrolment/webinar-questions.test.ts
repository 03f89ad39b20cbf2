import { expect, test } from "vitest";
import type { Answer } from "@/lib/form/answers";
import { type FormDefinition, formDefinition, type Question } from "@/lib/form/definition";
import type { WebinarQuestion } from "@/lib/graph/webinars";
import { answersThere, unaskedOf, withAsked } from "./webinar-questions";

const there = (question: Partial<WebinarQuestion>): WebinarQuestion => ({
  id: "there",
  text: "",
  required: true,
  kind: "text",
  choices: [],
  label: null,
  ...question,
});

const here = (question: object) =>
  ({ id: "q-here", label: {}, help: {}, showIf: null, required: true, ...question }) as Question;

const short = { kind: "short", min: null, max: null };
const one = (...choices: object[]) =>
  here({
    kind: "one",
    label: { de: "Erfahrung", en: "Experience" },
    choices: choices.map((label, number) => ({ id: `c-${number}`, label })),
  });
const years = there({
  text: "experience *",
  kind: "singleChoice",
  choices: ["None", "Some years"],
});

function sent(question: WebinarQuestion, asked: Question, answer: Answer) {
  const [given] = answersThere([question], [{ question: asked, languages: ["de", "en"], answer }]);
  return given && (given.value ?? given.booleanValue ?? given.multiChoiceValues);
}

test.each([
  [
    "the field that browsers know",
    there({ label: "jobTitle" }),
    here({ kind: "job-title" }),
    "Pilot",
    "Pilot",
  ],
  [
    "in words of any language",
    there({ text: "Phone number:" }),
    here({ kind: "phone" }),
    "+44 1",
    "+44 1",
  ],
  [
    "a country's name",
    there({ label: "countryOrRegion" }),
    here({ kind: "country" }),
    "FR",
    "Frankreich",
  ],
  [
    "on one line",
    there({ text: "Why?" }),
    here({ kind: "long", label: { en: "why" } }),
    "a\nb",
    "a b",
  ],
  ["a number", there({ text: "Age" }), here({ kind: "number", label: { en: "Age" } }), 42, "42"],
  [
    "a choice as it is worded there",
    years,
    one({ de: "Keine", en: "none" }, { en: "Some years" }),
    "c-0",
    "None",
  ],
  [
    "one for several",
    { ...years, kind: "multiChoice" as const },
    one({ en: "none" }, { en: "Some years" }),
    "c-1",
    ["Some years"],
  ],
  [
    "yes or no",
    there({ text: "A boat?", kind: "boolean" }),
    here({ kind: "yes-no", label: { en: "A boat" } }),
    false,
    false,
  ],
  [
    "not by other words",
    there({ text: "City" }),
    here({ ...short, label: { en: "Town" } }),
    "Brest",
    undefined,
  ],
  [
    "not with a choice that isn't there",
    years,
    one({ en: "none" }, { en: "Ten" }),
    "c-0",
    undefined,
  ],
  [
    "no text for a yes or no",
    there({ text: "A boat", kind: "boolean" }),
    here({ ...short, label: { en: "A boat" } }),
    "yes",
    undefined,
  ],
])("an answer goes where it is asked: %s", (_name, question, asked, answer, expected) => {
  expect(sent(question, asked, answer)).toEqual(expected);
});

test("what is missing is told apart, added once, and known in whatever words", () => {
  const questions = [
    there({ id: "1", label: "organization", text: "Organization" }),
    there({ id: "2", label: "industry", text: "Your  industry" }),
    { ...years, id: "3" },
    there({ id: "4", text: "A boat", kind: "boolean" }),
    there({ id: "5", text: "Waters", kind: "multiChoice", choices: ["North Sea", "Baltic"] }),
    there({ id: "6", text: "Anything else?", kind: "multilineText", required: false }),
  ];
  const form: FormDefinition = {
    languages: ["de"],
    items: [
      here({ id: "organization", kind: "organization", required: false }),
      { ...one({ de: "Keine" }, { de: "Zehn Jahre" }), id: "q-years" },
      here({ id: "q-boat", kind: "yes-no", label: { de: "A boat" } }),
    ],
  };
  expect(unaskedOf(questions, form)).toEqual([
    { text: "Organization", why: "optional" },
    { text: "Your industry", why: "absent" },
    { text: "experience *", why: "otherwise" },
    { text: "Waters", why: "absent" },
  ]);
  const added = formDefinition.parse(withAsked(form, questions));
  expect(unaskedOf(questions, added)).toEqual([]);
  expect(added.items.map(({ kind }) => kind)).toEqual([
    "organization",
    "one",
    "yes-no",
    "short",
    "one",
    "several",
  ]);
  // Reworded by the organizer it is the same question; new choices there are new ones here.
  const reworded = structuredClone(added);
  for (const item of reworded.items) item.label = { de: "Anders gesagt" };
  expect(unaskedOf(questions, reworded)).toEqual([{ text: "A boat", why: "absent" }]);
  const [waters] = questions
    .slice(4, 5)
    .map((each) => ({ ...each, choices: ["Baltic", "Red Sea"] }));
  if (!waters) throw new Error("There are waters.");
  expect(unaskedOf([waters], reworded)).toEqual([{ text: "Waters", why: "otherwise" }]);
  const again = formDefinition.parse(withAsked(reworded, [waters]));
  expect(again.items).toHaveLength(added.items.length);
  expect(again.items.at(-1)).toMatchObject({
    label: { de: "Anders gesagt" },
    choices: [{ label: { de: "Baltic" } }, { label: { de: "Red Sea" } }],
  });
});
