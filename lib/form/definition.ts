import { z } from "zod";
import { LOCALES } from "@/lib/i18n/locales";
import { isLine, isText, isVisible } from "@/lib/text-rules";

export const MOST_ITEMS = 60;
export const MOST_CHOICES = 100;
export const LABEL_LENGTH = 300;
export const HELP_LENGTH = 1_000;
export const CHOICE_LENGTH = 200;
/** Of all that a form says together, in every language: with what stands round it, a form that can be sent. */
const FORM_TEXT_LENGTH = 400_000;
/** Longest answers, where the organizer set no limit or a wider one. */
export const SHORT_LENGTH = 300;
export const LONG_LENGTH = 5_000;
/** Whole numbers up to here are exact in JSON, in JavaScript and in a spreadsheet. */
export const NUMBER_MAX = 1_000_000_000_000;

/** Fields that browsers can fill in; each is asked once at most, and its id is its kind. */
export const STANDARD_KINDS = ["organization", "job-title", "phone", "country"] as const;

/**
 * Never changes and never means another question: answers are kept by it. The form of it keeps it
 * apart from every name that an object has by itself.
 */
const QUESTION_ID = /^(?:organization|job-title|phone|country|q-[0-9a-z]{4,32})$/;
const CHOICE_ID = /^c-[0-9a-z]{1,32}$/;
const DAY = /^[1-9]\d{3}-\d{2}-\d{2}$/;

export function isQuestionId(text: string): boolean {
  return QUESTION_ID.test(text);
}

/** Is this a day of the calendar, written as `<input type="date">` sends it? */
export function isDay(text: string): boolean {
  if (!DAY.test(text)) return false;
  const date = new Date(`${text}T00:00:00Z`);
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text);
}

/** The same words in the form's languages; a language without them gets the first one's. */
export type Text = Partial<Record<(typeof LOCALES)[number], string>>;

const inLanguages = (isGood: (text: string) => boolean, max: number) =>
  z
    .partialRecord(
      z.enum(LOCALES),
      z
        .string()
        .transform((value) => value.replaceAll("\r\n", "\n").normalize("NFC").trim())
        .pipe(
          z
            .string()
            .max(max, "tooLong")
            // What is half a character is nothing that the database keeps.
            .refine((value) => value.isWellFormed() && isGood(value), "characters"),
        ),
    )
    .transform(
      (text): Text => Object.fromEntries(Object.entries(text).filter(([, words]) => words)),
    );

const words = inLanguages((text) => text === "" || (isLine(text) && isVisible(text)), LABEL_LENGTH);
const help = inLanguages((text) => text === "" || (isText(text) && isVisible(text)), HELP_LENGTH);

const length = (max: number) => z.number().int().min(1, "limit").max(max, "limit").nullable();
const day = z.string().refine(isDay, "date").nullable();
const amount = z.number().min(-NUMBER_MAX, "limit").max(NUMBER_MAX, "limit").nullable();

const choice = z.strictObject({
  id: z.string().regex(CHOICE_ID),
  label: inLanguages((text) => text === "" || (isLine(text) && isVisible(text)), CHOICE_LENGTH),
});

export type Choice = z.infer<typeof choice>;

const choices = z.array(choice).max(MOST_CHOICES, "tooMany");

const condition = z.strictObject({
  question: z.string().regex(QUESTION_ID),
  is: z.union([z.literal("answered"), z.array(z.string().max(40)).max(MOST_CHOICES)]),
});

const base = {
  id: z.string().regex(QUESTION_ID),
  label: words,
  help,
  showIf: condition.nullable(),
};

const asked = { ...base, required: z.boolean() };

const item = z.discriminatedUnion("kind", [
  z.strictObject({ ...base, kind: z.literal("heading") }),
  z.strictObject({
    ...asked,
    kind: z.literal("short"),
    min: length(SHORT_LENGTH),
    max: length(SHORT_LENGTH),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal("long"),
    min: length(LONG_LENGTH),
    max: length(LONG_LENGTH),
  }),
  z.strictObject({
    ...asked,
    kind: z.literal("number"),
    min: amount,
    max: amount,
    whole: z.boolean(),
  }),
  z.strictObject({ ...asked, kind: z.literal("date"), min: day, max: day }),
  z.strictObject({ ...asked, kind: z.literal("one"), choices }),
  z.strictObject({
    ...asked,
    kind: z.literal("several"),
    choices,
    min: length(MOST_CHOICES),
    max: length(MOST_CHOICES),
  }),
  z.strictObject({ ...asked, kind: z.literal("yes-no") }),
  z.strictObject({
    ...asked,
    kind: z.literal("consent"),
    /** What is agreed to, to be read: its address and what the link says. */
    link: z.strictObject({ address: z.string().trim().max(2_000, "link"), words }).nullable(),
  }),
  ...STANDARD_KINDS.map((kind) => z.strictObject({ ...asked, kind: z.literal(kind) })),
]);

export type FormItem = z.infer<typeof item>;
/** What has an answer: everything but headings. */
export type Question = Exclude<FormItem, { kind: "heading" }>;
export type ItemKind = FormItem["kind"];

type Issue = (path: PropertyKey[], message: string) => void;

/**
 * What an event asks besides names and email, as the editor sends it and as a version keeps it.
 * Messages are keys of the `builder` catalog (`errors.{what}`), paths lead to the item.
 */
export const formDefinition = z
  .strictObject({
    /** The first one is whole and answers for the others. */
    languages: z
      .array(z.enum(LOCALES))
      .min(1)
      .refine((all) => new Set(all).size === all.length),
    items: z.array(item).max(MOST_ITEMS, "tooMany"),
  })
  .superRefine((form, context) => {
    let left = FORM_TEXT_LENGTH;
    for (const [at, each] of form.items.entries()) {
      const issue: Issue = (path, message) =>
        context.addIssue({ code: "custom", path: ["items", at, ...path], message });
      checkItem(each, form, at, issue);
      left -= itemText(each).length;
      if (left < 0) return issue(["label"], "tooMuch");
    }
  });

export type FormDefinition = z.infer<typeof formDefinition>;

/** A form as one of its versions. */
export interface EventForm {
  version: number;
  definition: FormDefinition;
}

/** A form that asks nothing but names and email. */
export const NO_QUESTIONS: FormDefinition = { languages: [LOCALES[0]], items: [] };

function isStandard(each: FormItem): boolean {
  return (STANDARD_KINDS as readonly string[]).includes(each.kind);
}

function checkItem(
  each: FormItem,
  { languages, items }: { languages: FormDefinition["languages"]; items: FormItem[] },
  at: number,
  issue: Issue,
): void {
  const first = languages[0] ?? LOCALES[0];
  const earlier = items.slice(0, at);
  if (earlier.some(({ id }) => id === each.id)) issue(["id"], "twice");
  if (isStandard(each) !== !each.id.startsWith("q-") || (isStandard(each) && each.id !== each.kind))
    issue(["id"], "id");
  if (!isStandard(each) && !each.label[first]) issue(["label"], "label");
  if ("choices" in each) checkChoices(each, first, issue);
  if ("min" in each && each.min !== null && each.max !== null && each.min > each.max)
    issue(["max"], "range");
  if (each.kind === "consent" && each.link) {
    if (!isWebAddress(each.link.address)) issue(["link", "address"], "link");
    if (!each.link.words[first]) issue(["link", "words"], "linkWords");
  }
  if (each.showIf && !canDepend(each.showIf, earlier)) issue(["showIf"], "condition");
}

function checkChoices(
  each: Extract<FormItem, { choices: Choice[] }>,
  first: keyof Text,
  issue: Issue,
): void {
  if (each.choices.length < 2) issue(["choices"], "choices");
  for (const [at, { id, label }] of each.choices.entries()) {
    if (!label[first]) issue(["choices", at, "label"], "choice");
    if (each.choices.findIndex((other) => other.id === id) < at)
      issue(["choices", at, "id"], "twice");
  }
  if (each.kind !== "several") return;
  if (each.min !== null && each.min > each.choices.length) issue(["min"], "moreThanChoices");
  if (each.max !== null && each.max > each.choices.length) issue(["max"], "moreThanChoices");
}

function isWebAddress(text: string): boolean {
  const address = URL.canParse(text) ? new URL(text) : null;
  return address !== null && ["https:", "http:"].includes(address.protocol) && !address.username;
}

/** Values that a condition can name at this question; null: only that it was answered. */
export function conditionValues(question: FormItem): string[] | null {
  switch (question.kind) {
    case "one":
    case "several":
      return question.choices.map(({ id }) => id);
    case "yes-no":
      return ["yes", "no"];
    case "consent":
      return ["yes"];
    default:
      return null;
  }
}

function canDepend(
  { question, is }: NonNullable<FormItem["showIf"]>,
  earlier: FormItem[],
): boolean {
  const on = earlier.find(({ id }) => id === question);
  if (!on || on.kind === "heading") return false;
  if (is === "answered") return true;
  const values = conditionValues(on);
  return values !== null && is.length > 0 && is.every((value) => values.includes(value));
}

/** Everything of a form that anybody can read. */
export function formText({ items }: FormDefinition): string {
  return items.map(itemText).join("\n");
}

function itemText(each: FormItem): string {
  return [
    each.label,
    each.help,
    ...("choices" in each ? each.choices.map(({ label }) => label) : []),
    ...(each.kind === "consent" && each.link ? [each.link.words, { en: each.link.address }] : []),
  ]
    .flatMap((text) => Object.values(text))
    .join("\n");
}
