import type { Answer, Answers } from "./answers";
import type { EventForm, FormDefinition, FormItem } from "./definition";
import type { Typed } from "./show-if";

/** What somebody answered, each answer with the version in whose words it stands. */
export interface Answered {
  answers: Answers;
  /** Of the answers that `answeredIn` doesn't name; null while nothing was asked. */
  formVersion: number | null;
  answeredIn: Record<string, number>;
}

/** The version in whose words this question was answered. */
export function versionOf(
  { formVersion, answeredIn }: Pick<Answered, "formVersion" | "answeredIn">,
  questionId: string,
): number | null {
  return answeredIn[questionId] ?? formVersion;
}

/**
 * Today's form as its fields stand when somebody comes back to it. A choice that isn't offered any
 * more stands nowhere, and who agreed to other words has not agreed to these.
 */
export function typedBefore(
  form: FormDefinition,
  before: Answered,
  versions: ReadonlyMap<number, FormDefinition>,
): Typed {
  const typed: Typed = {};
  for (const item of form.items) {
    const answer = before.answers[item.id];
    if (answer === undefined) continue;
    const then = versions
      .get(versionOf(before, item.id) ?? 0)
      ?.items.find(({ id }) => id === item.id);
    if (item.kind === "consent" && !asksTheSame(item, then)) continue;
    typed[item.id] = offered(item, fieldValues(answer));
  }
  return typed;
}

/**
 * What is kept when today's form comes back. What it doesn't ask any more stays, and so does an
 * answer that it couldn't show (its choices are gone) and that nobody replaced. What wasn't changed
 * stays in the words in which it was answered, however the question reads today.
 */
export function reviseAnswers(before: Answered, given: Answers, form: EventForm | null): Answered {
  const formVersion = form?.version ?? before.formVersion;
  const answers = { ...given };
  for (const [id, answer] of Object.entries(before.answers)) {
    const item = form?.definition.items.find((each) => each.id === id);
    const canBeShown = item && offered(item, fieldValues(answer)).length > 0;
    if (!(id in given) && !canBeShown) answers[id] = answer;
  }
  const answeredIn: Answered["answeredIn"] = {};
  for (const [id, answer] of Object.entries(answers)) {
    const version = versionOf(before, id);
    if (version !== null && version !== formVersion && isSame(answer, before.answers[id]))
      answeredIn[id] = version;
  }
  return { answers, formVersion, answeredIn };
}

/** The questions whose answers differ. */
export function changedAnswers(before: Answers, after: Answers): string[] {
  const ids = new Set([...Object.keys(before), ...Object.keys(after)]);
  return [...ids].filter((id) => !isSame(before[id], after[id]));
}

function isSame(one: Answer | undefined, other: Answer | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}

function asksTheSame(now: FormItem, then: FormItem | undefined): boolean {
  if (now.kind !== "consent" || then?.kind !== "consent") return false;
  const words = ({ label, help, link }: typeof now) => JSON.stringify([label, help, link]);
  return words(now) === words(then);
}

/** An answer as the question's field holds it. */
function fieldValues(answer: Answer): string[] {
  if (typeof answer === "boolean") return [answer ? "yes" : "no"];
  if (typeof answer === "number") return [plainNumber(answer)];
  return [answer].flat();
}

/** In digits whatever its size: `0.0000001`, not `1e-7`. */
function plainNumber(number: number): string {
  return number.toLocaleString("en", { useGrouping: false, maximumFractionDigits: 9 });
}

function offered(item: FormItem, values: string[]): string[] {
  if (!("choices" in item)) return values;
  return values.filter((value) => item.choices.some(({ id }) => id === value));
}
