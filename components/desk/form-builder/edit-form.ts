import {
  conditionValues,
  type FormDefinition,
  type FormItem,
  type ItemKind,
  STANDARD_KINDS,
  type Text,
} from "@/lib/form/definition";

/** An id that nothing else has: `q-` and letters that mean nothing, so that words can change. */
export function newId(prefix: "q" | "c"): string {
  const random = crypto.getRandomValues(new Uint8Array(10));
  return `${prefix}-${[...random].map((byte) => (byte % 36).toString(36)).join("")}`;
}

/** A new, empty question of this kind. */
export function newItem(kind: ItemKind): FormItem {
  const isStandard = (STANDARD_KINDS as readonly string[]).includes(kind);
  const base = { id: isStandard ? kind : newId("q"), label: {}, help: {}, showIf: null };
  const choices = () => [1, 2].map(() => ({ id: newId("c"), label: {} }));
  const question = { ...base, required: false };
  switch (kind) {
    case "heading":
      return { ...base, kind };
    case "short":
    case "long":
    case "date":
      return { ...question, kind, min: null, max: null };
    case "number":
      return { ...question, kind, min: null, max: null, whole: false };
    case "one":
      return { ...question, kind, choices: choices() };
    case "several":
      return { ...question, kind, choices: choices(), min: null, max: null };
    case "consent":
      return { ...question, kind, required: true, link: null };
    default:
      return { ...question, kind };
  }
}

export function addItem(form: FormDefinition, item: FormItem): FormDefinition {
  return { ...form, items: [...form.items, item] };
}

/** Takes a question out, with the conditions that hung on it. */
export function removeItem(form: FormDefinition, id: string): FormDefinition {
  return tidy({ ...form, items: form.items.filter((item) => item.id !== id) });
}

/** A copy below the original: same words, own answers. */
export function duplicateItem(form: FormDefinition, id: string, copyId: string): FormDefinition {
  return {
    ...form,
    items: form.items.flatMap((item) =>
      item.id === id ? [item, { ...item, id: copyId }] : [item],
    ),
  };
}

/** Moves a question to this index of the list without it. */
export function moveItem(form: FormDefinition, id: string, to: number): FormDefinition {
  const item = form.items.find((each) => each.id === id);
  if (!item) return form;
  const rest = form.items.filter((each) => each.id !== id);
  const at = Math.max(0, Math.min(to, rest.length));
  return { ...form, items: [...rest.slice(0, at), item, ...rest.slice(at)] };
}

/** Puts a changed question in its place; conditions on answers that it no longer has go. */
export function changeItem(form: FormDefinition, changed: FormItem): FormDefinition {
  return tidy({
    ...form,
    items: form.items.map((item) => (item.id === changed.id ? changed : item)),
  });
}

/** Changes a text in one language; nothing written is no text. */
export function write(text: Text, language: keyof Text, words: string): Text {
  const { [language]: _, ...others } = text;
  return words === "" ? others : { ...others, [language]: words };
}

/** Questions further up that can decide whether this one is asked. */
export function deciders(form: FormDefinition, id: string): FormItem[] {
  const at = form.items.findIndex((item) => item.id === id);
  return form.items.slice(0, at).filter(({ kind }) => kind !== "heading");
}

/** Texts that have words in the first language and none in this one. */
export function missingTexts(form: FormDefinition, language: keyof Text): number {
  const [first] = form.languages;
  if (!first || first === language) return 0;
  const texts = form.items.flatMap((item) => [
    item.label,
    item.help,
    ...("choices" in item ? item.choices.map(({ label }) => label) : []),
    ...(item.kind === "consent" && item.link ? [item.link.words] : []),
  ]);
  return texts.filter((text) => text[first] && !text[language]).length;
}

/** What depends on a question or an answer that is gone is asked always. */
function tidy(form: FormDefinition): FormDefinition {
  const items = form.items.map((item) => {
    if (!item.showIf) return item;
    const on = form.items.find(({ id }) => id === item.showIf?.question);
    if (!on) return { ...item, showIf: null };
    if (item.showIf.is === "answered") return item;
    const values = conditionValues(on) ?? [];
    const is = item.showIf.is.filter((value) => values.includes(value));
    if (is.length === item.showIf.is.length) return item;
    return { ...item, showIf: is.length > 0 ? { ...item.showIf, is } : null };
  });
  return { ...form, items };
}
