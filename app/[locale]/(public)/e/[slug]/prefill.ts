import { type FilledForm, SIGN_UP_FIELDS } from "@/components/event/form-fields";
import type { EventForm } from "@/lib/form/definition";

/** Longer than any answer: an address is no place for texts. */
const LONGEST = 1_000;
const ANSWER = "answers.";

/**
 * What an address fills in beforehand: `?firstName=…&answers.{id}=…`. Undefined when nothing. Never a
 * consent: whoever wrote the address would have given it. The cached page does the same by its own
 * script (components/event/prefill.tsx).
 */
export function prefilledForm(
  query: Record<string, string | string[] | undefined>,
  form: EventForm | null,
): FilledForm | undefined {
  const consents = new Set(
    form?.definition.items.filter(({ kind }) => kind === "consent").map(({ id }) => id),
  );
  const said = (name: string) => [query[name] ?? []].flat().map((value) => value.slice(0, LONGEST));
  const fields = [...SIGN_UP_FIELDS, "code"].flatMap((name) =>
    said(name)
      .slice(0, 1)
      .map((value) => [name, value]),
  );
  const answers = Object.keys(query)
    .filter((name) => name.startsWith(ANSWER))
    .map((name) => [name.slice(ANSWER.length), said(name)] as const)
    .filter(([id]) => !consents.has(id));
  if (fields.length + answers.length === 0) return undefined;
  return { values: { ...Object.fromEntries(fields), answers: Object.fromEntries(answers) } };
}
