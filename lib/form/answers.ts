import { z } from "zod";
import { isLine, isText, isVisible } from "@/lib/text-rules";
import { isCountry } from "./countries";
import {
  type Choice,
  type FormDefinition,
  isDay,
  LONG_LENGTH,
  NUMBER_MAX,
  type Question,
  SHORT_LENGTH,
} from "./definition";
import { isAsked, type Typed } from "./show-if";

/**
 * An answer as it is kept: text; a number; a day or a country's code; a choice's id, or several;
 * true and false for yes and no; true for what was agreed to.
 */
export type Answer = string | number | boolean | string[];

/** By question's id. What was not asked, or not answered, isn't there. */
export type Answers = Record<string, Answer>;

type Read = Answer | null;

/** Somebody's telephone number as people write them, an extension included. */
const PHONE = /^(?=(?:\D*\d){5})\+?[\d\s()./#,x-]{5,40}$/i;
/** A number as people write it: a sign, digits, one point or comma. */
const NUMBER = /^[-+]?(?:\d{1,15}(?:[.,]\d{1,9})?|[.,]\d{1,9})$/;

/**
 * The schema of a form's answers, from what stands in its fields to what is kept: only what the form
 * asks of whoever answers so. Messages are keys of the `form` catalog (`errors.{what}`), by question.
 */
export function answersSchema(form: FormDefinition) {
  const schemas = form.items.flatMap((item) =>
    item.kind === "heading" ? [] : [{ item, schema: answerSchema(item) }],
  );
  return z.record(z.string(), z.array(z.string())).transform((typed: Typed, context): Answers => {
    const answers: Answers = {};
    for (const { item, schema } of schemas) {
      if (!isAsked(form, item, typed)) continue;
      const read = schema.safeParse(typed[item.id] ?? []);
      if (!read.success)
        context.addIssue({
          code: "custom",
          path: [item.id],
          message: read.error.issues[0]?.message ?? "required",
        });
      else if (read.data !== null) answers[item.id] = read.data;
    }
    return answers;
  });
}

/** One question's field to its answer; null where nothing was answered. */
function answerSchema(question: Question): z.ZodType<Read, string[]> {
  switch (question.kind) {
    case "short":
      return text(question, { isGood: isLine, max: question.max ?? SHORT_LENGTH });
    case "organization":
    case "job-title":
      return text({ ...question, min: null }, { isGood: isLine, max: SHORT_LENGTH });
    case "long":
      return text(question, { isGood: isText, max: question.max ?? LONG_LENGTH });
    case "phone":
      return single(question, "required", (value, refuse) =>
        PHONE.test(value) ? value : refuse("phone"),
      );
    case "country":
      return single(question, "choose", (value, refuse) =>
        isCountry(value) ? value : refuse("choose"),
      );
    case "number":
      return single(question, "required", (value, refuse) => readNumber(question, value, refuse));
    case "date":
      return single(question, "date", (value, refuse) => readDay(question, value, refuse));
    case "one":
      return single(question, "choose", (value, refuse) =>
        question.choices.some(({ id }) => id === value) ? value : refuse("choose"),
      );
    case "several":
      return several(question);
    case "yes-no":
      return single(question, "choose", (value, refuse) =>
        value === "yes" || value === "no" ? value === "yes" : refuse("choose"),
      );
    case "consent":
      return single(question, "consent", (value, refuse) => value === "yes" || refuse("consent"));
  }
}

/** Says what is wrong, by its key, in the place of an answer. */
type Refuse = (error: string) => never;

const firstOf = z.array(z.string()).transform((values) => values[0] ?? "");

function text(
  { required, min }: { required: boolean; min: number | null },
  { isGood, max }: { isGood: (text: string) => boolean; max: number },
) {
  return firstOf.transform((value, context): Read => {
    const answer = value.replaceAll("\r\n", "\n").normalize("NFC").trim();
    const refuse = refuseWith(context);
    if (!isGood(answer) || !answer.isWellFormed()) return refuse("characters");
    if (!isVisible(answer)) return required ? refuse("required") : null;
    if (answer.length > max) return refuse("tooLong");
    if (min !== null && answer.length < min) return refuse("tooShort");
    return answer;
  });
}

/** A question with one value in its field; `missing` is said where it is empty and may not be. */
function single(
  { required }: { required: boolean },
  missing: string,
  read: (value: string, refuse: Refuse) => Answer,
) {
  return firstOf.transform((value, context): Read => {
    const answer = value.normalize("NFC").trim();
    const refuse = refuseWith(context);
    if (answer === "") return required ? refuse(missing) : null;
    return isLine(answer) ? read(answer, refuse) : refuse("characters");
  });
}

function readNumber(
  { min, max, whole }: Extract<Question, { kind: "number" }>,
  typed: string,
  refuse: Refuse,
): number {
  const value = typed.replaceAll("\u2212", "-").replace(/\s/g, "");
  const number = NUMBER.test(value) ? Number(value.replace(",", ".")) : Number.NaN;
  if (!(Math.abs(number) <= NUMBER_MAX)) return refuse("number");
  if (whole && !Number.isInteger(number)) return refuse("whole");
  if (min !== null && number < min) return refuse("tooLow");
  return max !== null && number > max ? refuse("tooHigh") : number;
}

function readDay(
  { min, max }: Extract<Question, { kind: "date" }>,
  value: string,
  refuse: Refuse,
): string {
  if (!isDay(value)) return refuse("date");
  if (min !== null && value < min) return refuse("tooEarly");
  return max !== null && value > max ? refuse("tooLate") : value;
}

function several({ required, choices, min, max }: Extract<Question, { kind: "several" }>) {
  const known = (id: string) => choices.some((choice: Choice) => choice.id === id);
  return z.array(z.string()).transform((values, context): Read => {
    const refuse = refuseWith(context);
    const chosen = new Set(values.filter((value) => value !== ""));
    if (chosen.size === 0) return required ? refuse("choose") : null;
    if (![...chosen].every(known)) return refuse("choose");
    if (min !== null && chosen.size < min) return refuse("tooFew");
    if (max !== null && chosen.size > max) return refuse("tooMany");
    return choices.map(({ id }) => id).filter((id) => chosen.has(id));
  });
}

function refuseWith(context: z.core.$RefinementCtx): Refuse {
  return (message) => {
    context.addIssue({ code: "custom", message });
    return z.NEVER;
  };
}
