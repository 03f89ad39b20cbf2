import type { Catalogs } from "@/lib/i18n/catalogs";
import { fill } from "@/lib/i18n/fill";
import type { Locale } from "@/lib/i18n/locales";
import { type Condition, fieldOf } from "./condition";
import { countries } from "./countries";
import {
  conditionValues,
  type FormDefinition,
  type FormItem,
  LONG_LENGTH,
  type Question,
  SHORT_LENGTH,
  STANDARD_KINDS,
} from "./definition";
import { type Said, say, sayDay, sayNumber } from "./say";
import { conditionsOf } from "./show-if";

export type FormWords = Catalogs["form"];

export interface Option {
  value: string;
  label: Said;
}

/** The control that an answer is given in. */
export type Control =
  | { kind: "heading" }
  | {
      kind: "line";
      type: "text" | "tel" | "date";
      inputMode?: "numeric" | "decimal" | "tel";
      autoComplete?: string;
      min?: string;
      max?: string;
    }
  | { kind: "lines"; rows: number }
  | { kind: "options"; several: boolean; options: Option[] }
  | { kind: "list"; options: Option[]; choose: string; autoComplete?: string }
  | { kind: "box"; link: { address: string; words: Said; newTab: string } | null };

/** A question as one reader is asked it: finished words and plain data. */
export interface AskedItem {
  id: string;
  source: FormItem;
  /** Name of its field; what an error is kept by. */
  name: string;
  label: Said;
  help: Said | null;
  /** What its limits are, in words. */
  limits: string | null;
  required: boolean;
  /** "(optional)", where it is. */
  optional: string | undefined;
  control: Control;
  /** It is asked when all of them hold. */
  conditions: Condition[];
  /** The nearest one in words, for a page that can't hide what it isn't. */
  onlyIf: string | null;
}

/** More than this many are a list to open instead of rows to read. */
const MOST_ROWS = 7;

/** A form in one language. */
export function askForm(form: FormDefinition, locale: Locale, words: FormWords): AskedItem[] {
  return form.items.map((item) => {
    const limits = limitsOf(item, locale, words);
    const required = item.kind !== "heading" && item.required;
    return {
      id: item.id,
      source: item,
      name: fieldOf(item.id),
      label: labelOf(item, form, locale, words),
      help: Object.keys(item.help).length > 0 ? say(item.help, locale, form.languages) : null,
      limits,
      required,
      optional: required || item.kind === "heading" ? undefined : words.optional,
      control: controlOf(item, form, locale, words),
      conditions: conditionsOf(form.items, item),
      onlyIf: onlyIf(item, form, locale, words),
    };
  });
}

/** Standard fields are called what the reader's language calls them. */
export function labelOf(
  item: FormItem,
  { languages }: Pick<FormDefinition, "languages">,
  locale: Locale,
  words: FormWords,
): Said {
  const standard = STANDARD_KINDS.find((kind) => kind === item.kind);
  return standard ? { text: words.standard[standard] } : say(item.label, locale, languages);
}

/** What is wrong with an answer, in words; `error` is a key of `errors.{what}`. */
export function errorText(
  question: FormItem,
  error: string,
  locale: Locale,
  words: FormWords,
): string {
  const message = (words.errors as Record<string, string>)[error] ?? words.errors.required;
  return fill(message, limitValues(question, locale));
}

/** The same where it stands away from its question. */
export function errorLine(label: string, error: string, words: FormWords): string {
  return /[?!.…]$/.test(label)
    ? `${label} ${error}`
    : fill(words.error, { question: label, error });
}

function controlOf(
  item: FormItem,
  { languages }: FormDefinition,
  locale: Locale,
  words: FormWords,
): Control {
  switch (item.kind) {
    case "heading":
      return { kind: "heading" };
    case "short":
      return { kind: "line", type: "text" };
    case "organization":
      return { kind: "line", type: "text", autoComplete: "organization" };
    case "job-title":
      return { kind: "line", type: "text", autoComplete: "organization-title" };
    case "phone":
      return { kind: "line", type: "tel", inputMode: "tel", autoComplete: "tel" };
    case "number":
      return { kind: "line", type: "text", inputMode: keysFor(item) };
    case "date":
      return {
        kind: "line",
        type: "date",
        min: item.min ?? undefined,
        max: item.max ?? undefined,
      };
    case "long":
      return { kind: "lines", rows: (item.max ?? LONG_LENGTH) <= 300 ? 3 : 5 };
    case "country":
      return {
        kind: "list",
        choose: words.choose,
        autoComplete: "country",
        options: countries(locale).map(({ code, name }) => ({
          value: code,
          label: { text: name },
        })),
      };
    case "one":
    case "several": {
      const options = item.choices.map(({ id, label }) => ({
        value: id,
        label: say(label, locale, languages),
      }));
      return item.kind === "one" && options.length > MOST_ROWS
        ? { kind: "list", choose: words.choose, options }
        : { kind: "options", several: item.kind === "several", options };
    }
    case "yes-no":
      return {
        kind: "options",
        several: false,
        options: [
          { value: "yes", label: { text: words.yes } },
          { value: "no", label: { text: words.no } },
        ],
      };
    case "consent":
      return {
        kind: "box",
        link: item.link && {
          address: item.link.address,
          words: say(item.link.words, locale, languages),
          newTab: words.newTab,
        },
      };
  }
}

/** The keyboard of a phone: the ones with digits alone have no minus. */
function keysFor({ min, whole }: Extract<Question, { kind: "number" }>) {
  if (min === null || min < 0) return undefined;
  return whole ? "numeric" : "decimal";
}

function onlyIf(
  { showIf }: FormItem,
  form: FormDefinition,
  locale: Locale,
  words: FormWords,
): string | null {
  const on = form.items.find(({ id }) => id === showIf?.question);
  if (!showIf || !on) return null;
  const question = labelOf(on, form, locale, words).text;
  if (on.kind === "consent") return fill(words.onlyIf.agreed, { question });
  if (showIf.is === "answered") return fill(words.onlyIf.answered, { question });
  const control = controlOf(on, form, locale, words);
  const options = "options" in control ? control.options : [];
  const answers = (conditionValues(on) ?? [])
    .filter((value) => showIf.is.includes(value))
    .map((value) => options.find((option) => option.value === value)?.label.text ?? value)
    .join(words.onlyIf.or);
  return fill(words.onlyIf.is, { answers, question });
}

/** Limits as the sentences about them name them. */
function limitValues(item: FormItem, locale: Locale): Record<string, string> {
  if (item.kind === "organization" || item.kind === "job-title")
    return { max: sayNumber(SHORT_LENGTH, locale) };
  if (!("min" in item)) return {};
  const widest = { short: SHORT_LENGTH, long: LONG_LENGTH } as Record<string, number | undefined>;
  const put = (value: number | string | null | undefined) =>
    typeof value === "string"
      ? sayDay(value, locale)
      : typeof value === "number"
        ? sayNumber(value, locale)
        : "";
  return { min: put(item.min), max: put(item.max ?? widest[item.kind]) };
}

function limitsOf(item: FormItem, locale: Locale, { limits }: FormWords): string | null {
  if (!("min" in item)) return null;
  const { min, max } = item;
  const names = {
    short: [limits.minLength, limits.maxLength, limits.length],
    long: [limits.minLength, limits.maxLength, limits.length],
    number: [limits.min, limits.max, limits.range],
    date: [limits.minDay, limits.maxDay, limits.days],
    several: [limits.minChoices, limits.maxChoices, limits.choices],
  } as const;
  const [least, most, both] = names[item.kind];
  const values = limitValues(item, locale);
  const whole = item.kind === "number" && item.whole && min === null && max === null;
  if (whole) return limits.whole;
  if (min !== null && max !== null)
    return fill(item.kind === "several" && min === max ? limits.exactly : both, values);
  if (min !== null) return fill(least, values);
  return max !== null ? fill(most, values) : null;
}
