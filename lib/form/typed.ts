import { isQuestionId, MOST_CHOICES, MOST_ITEMS } from "./definition";
import type { Typed } from "./show-if";

const PREFIX = "answers.";

/** What a sent form holds for questions, whichever they are: the definition decides what counts. */
export function readTyped(form: FormData): Typed {
  const typed: Typed = {};
  const names = [...new Set(form.keys())].filter(
    (name) => name.startsWith(PREFIX) && isQuestionId(name.slice(PREFIX.length)),
  );
  for (const name of names.slice(0, MOST_ITEMS))
    typed[name.slice(PREFIX.length)] = form
      .getAll(name)
      .slice(0, MOST_CHOICES)
      .filter((value) => typeof value === "string");
  return typed;
}
