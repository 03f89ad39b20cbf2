import { type FormDefinition, formDefinition } from "@/lib/form/definition";

export interface Problem {
  /** The question's id; null where the form as a whole is meant. */
  item: string | null;
  /** Within the question: `label`, `choices.1.label`, `max`. */
  path: string;
  /** A key of the `builder` catalog's errors. */
  key: string;
}

/** What keeps a form from being saved, by the schema that the server asks too. */
export function problemsOf(form: FormDefinition): Problem[] {
  const parsed = formDefinition.safeParse(form);
  if (parsed.success) return [];
  return parsed.error.issues.map(({ path, message }) => {
    const [, at, ...rest] = path;
    const item = path[0] === "items" && typeof at === "number" ? form.items[at] : undefined;
    return { item: item?.id ?? null, path: rest.join("."), key: keyOf(message, rest, item?.kind) };
  });
}

function keyOf(message: string, path: PropertyKey[], kind: string | undefined): string {
  if (message === "label" && (kind === "heading" || kind === "consent")) return kind;
  if (path[0] === "link" && message === "characters") return "link";
  return message;
}
