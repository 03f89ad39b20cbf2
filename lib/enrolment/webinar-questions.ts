import { createHash } from "node:crypto";
import type { Answer } from "@/lib/form/answers";
import { countryName } from "@/lib/form/countries";
import {
  CHOICE_LENGTH,
  type Choice,
  type FormDefinition,
  type FormItem,
  LABEL_LENGTH,
  type Question,
  STANDARD_KINDS,
} from "@/lib/form/definition";
import type { WebinarAnswer, WebinarQuestion } from "@/lib/graph/webinars";
import { LOCALES } from "@/lib/i18n/locales";
import { translator } from "@/lib/i18n/translator";

/** What somebody answered to a question of Usher's form, as it was asked of them. */
export interface AnsweredQuestion {
  question: Question;
  languages: FormDefinition["languages"];
  answer: Answer;
}

/** Why everybody would be asked in vain: a question that the webinar requires an answer to. */
export interface Unasked {
  text: string;
  /** `optional`: it may be left out here. `otherwise`: asked here, but answered in another way. */
  why: "absent" | "optional" | "otherwise";
}

/** Fields of Usher's that are Microsoft's predefined ones; it has none for a telephone. */
const PREDEFINED: Record<string, (typeof STANDARD_KINDS)[number]> = {
  organization: "organization",
  jobTitle: "job-title",
  countryOrRegion: "country",
};

/** The answers that a webinar takes from somebody, each where its question was asked of them. */
export function answersThere(
  questions: readonly WebinarQuestion[],
  answered: readonly AnsweredQuestion[],
): WebinarAnswer[] {
  return questions.flatMap((there) => {
    const here = fitting(
      there,
      answered.map(({ question }) => question),
    );
    const given = answered.find(({ question }) => question === here);
    return given ? answerThere(there, given) : [];
  });
}

/** Of the questions that the webinar requires, those without an answer among these. */
export function unansweredThere(
  questions: readonly WebinarQuestion[],
  answers: readonly WebinarAnswer[],
): WebinarQuestion[] {
  return questions.filter(
    ({ id, required }) => required && !answers.some(({ questionId }) => questionId === id),
  );
}

/** What the webinar requires and this form doesn't bring for certain. */
export function unaskedOf(
  questions: readonly WebinarQuestion[],
  { items }: Pick<FormDefinition, "items">,
): Unasked[] {
  const here = items.filter(isQuestion);
  return questions.flatMap((there): Unasked[] => {
    if (!there.required) return [];
    const text = oneLine(there.text);
    const item = fitting(there, here);
    if (item) return item.required && !item.showIf ? [] : [{ text, why: "optional" }];
    return [{ text, why: here.some((each) => asks(each, there)) ? "otherwise" : "absent" }];
  });
}

/** The form with everything in it that the webinar requires, as the webinar asks it. */
export function withAsked(
  form: FormDefinition,
  questions: readonly WebinarQuestion[],
): FormDefinition {
  let items = [...form.items];
  for (const there of questions.filter(({ required }) => required)) {
    const item = fitting(there, items.filter(isQuestion));
    if (item) {
      const required = { ...item, required: true, showIf: null };
      items = items.map((each) => (each === item ? required : each));
      continue;
    }
    const added = asItem(there, form.languages[0] ?? LOCALES[0]);
    const before = items.findIndex(({ id }) => id === added.id);
    // It was added, and its choices changed there since: the words it has here are kept.
    if (before >= 0) items[before] = keepingWords(added, items[before]);
    else items.push(added);
  }
  return { ...form, items };
}

function isQuestion(item: FormItem): item is Question {
  return item.kind !== "heading";
}

/**
 * The question of Usher's that asks the same and whose answers can be given there: one that was
 * added for it, else the field that browsers know, else one of the same words in any language.
 */
function fitting(there: WebinarQuestion, here: readonly Question[]): Question | null {
  const fits = here.filter((item) => canAnswer(item, there));
  return (
    fits.find(({ id }) => id === idHere(there)) ??
    fits.find(({ kind }) => there.label !== null && kind === PREDEFINED[there.label]) ??
    fits.find((item) => hasWords(item, there.text)) ??
    null
  );
}

function asks(item: Question, there: WebinarQuestion): boolean {
  return item.id === idHere(there) || hasWords(item, there.text);
}

function hasWords(item: Question, text: string): boolean {
  const wanted = plain(text);
  return wanted !== "" && wordsOf(item).some((words) => plain(words) === wanted);
}

function wordsOf(item: Question): string[] {
  const standard = STANDARD_KINDS.find((kind) => kind === item.kind);
  if (standard) return LOCALES.map((locale) => translator(locale, "form")(`standard.${standard}`));
  return Object.values(item.label);
}

/** What is left of words when how they are written doesn't count. */
function plain(words: string): string {
  return oneLine(words.normalize("NFKC"))
    .toLowerCase()
    .replace(/^[\s¿¡]+|[\s?!:.…*]+$/g, "");
}

function oneLine(text: string): string {
  return text.replace(/\s+/g, " ").trim();
}

function canAnswer(item: Question, there: WebinarQuestion): boolean {
  switch (there.kind) {
    case "text":
    case "multilineText":
      return item.kind !== "yes-no" && item.kind !== "consent";
    case "singleChoice":
      return item.kind === "one" && hasChoices(item.choices, there);
    case "multiChoice":
      return (item.kind === "one" || item.kind === "several") && hasChoices(item.choices, there);
    case "boolean":
      return item.kind === "yes-no" || item.kind === "consent";
  }
}

/** Whatever is chosen here can be chosen there. */
function hasChoices(choices: readonly Choice[], there: WebinarQuestion): boolean {
  return choices.every((choice) => choiceThere(choice, there) !== undefined);
}

function choiceThere({ id, label }: Choice, { choices }: WebinarQuestion): string | undefined {
  const words = Object.values(label).map(plain);
  return (
    choices.find((text) => choiceIdHere(text) === id) ??
    choices.find((text) => words.includes(plain(text)))
  );
}

function answerThere(there: WebinarQuestion, given: AnsweredQuestion): WebinarAnswer[] {
  const { question, answer } = given;
  const empty = { questionId: there.id, value: null, booleanValue: null, multiChoiceValues: [] };
  const chosen =
    "choices" in question ? question.choices.filter(({ id }) => [answer].flat().includes(id)) : [];
  switch (there.kind) {
    case "text":
      return [{ ...empty, value: oneLine(textOf(given)) }];
    case "multilineText":
      return [{ ...empty, value: textOf(given) }];
    case "singleChoice":
      return chosen.slice(0, 1).flatMap((choice) => {
        const value = choiceThere(choice, there);
        return value === undefined ? [] : [{ ...empty, value }];
      });
    case "multiChoice": {
      const multiChoiceValues = chosen.flatMap((choice) => choiceThere(choice, there) ?? []);
      return multiChoiceValues.length > 0 ? [{ ...empty, multiChoiceValues }] : [];
    }
    case "boolean":
      return typeof answer === "boolean" ? [{ ...empty, booleanValue: answer }] : [];
  }
}

/** In the form's first language, whoever answered: its organizer compares them. */
function textOf({ question, languages, answer }: AnsweredQuestion): string {
  const first = languages[0] ?? LOCALES[0];
  if ("choices" in question)
    return question.choices
      .filter(({ id }) => [answer].flat().includes(id))
      .map(({ label }) => label[first] ?? Object.values(label)[0] ?? "")
      .join(", ");
  return question.kind === "country" ? countryName(String(answer), first) : String(answer);
}

/** A question of the webinar's as one of Usher's form, in the language that stands for all. */
function asItem(there: WebinarQuestion, language: (typeof LOCALES)[number]): Question {
  const label = { [language]: oneLine(there.text).slice(0, LABEL_LENGTH) };
  const asked = { id: idHere(there), label, help: {}, showIf: null, required: true };
  const choices = [...new Set(there.choices)].map((text) => ({
    id: choiceIdHere(text),
    label: { [language]: oneLine(text).slice(0, CHOICE_LENGTH) },
  }));
  const limits = { min: null, max: null };
  const standard = there.label === null ? undefined : PREDEFINED[there.label];
  if (standard) return { ...asked, id: standard, label: {}, kind: standard };
  switch (there.kind) {
    case "text":
      return { ...asked, ...limits, kind: "short" };
    case "multilineText":
      return { ...asked, ...limits, kind: "long" };
    case "singleChoice":
      return { ...asked, kind: "one", choices };
    case "multiChoice":
      return { ...asked, ...limits, kind: "several", choices };
    case "boolean":
      return { ...asked, kind: "yes-no" };
  }
}

function keepingWords(added: Question, before: FormItem | undefined): FormItem {
  if (!before || before.kind !== added.kind) return added;
  const kept = { ...added, label: before.label, help: before.help };
  if (!("choices" in kept) || !("choices" in before)) return kept;
  const choices = kept.choices.map(
    (choice) => before.choices.find(({ id }) => id === choice.id) ?? choice,
  );
  return { ...kept, choices };
}

/** The same for the same question, so that one that was added is known in whatever words. */
function idHere({ id, kind }: WebinarQuestion): string {
  return `q-${digest(`${kind} ${id}`)}`;
}

function choiceIdHere(text: string): string {
  return `c-${digest(text)}`;
}

function digest(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 20);
}
