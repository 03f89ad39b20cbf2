import { type Condition, holds } from "./condition";
import type { FormDefinition, FormItem } from "./definition";

/** What stands in the form's fields, by question; as typed, so anything. */
export type Typed = Record<string, string[]>;

/**
 * All that has to hold for an item to be asked: its own condition and those of the questions that it
 * depends on, for what isn't asked has no answer.
 */
export function conditionsOf(items: FormItem[], { showIf }: FormItem): Condition[] {
  if (!showIf) return [];
  const on = items.find(({ id }) => id === showIf.question);
  return on ? [showIf, ...conditionsOf(items, on)] : [showIf];
}

/** Is it asked of somebody whose fields hold this? */
export function isAsked(form: FormDefinition, item: FormItem, typed: Typed): boolean {
  return conditionsOf(form.items, item).every((condition) =>
    holds(condition, typed[condition.question] ?? []),
  );
}
