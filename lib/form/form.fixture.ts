import { type FormDefinition, type FormItem, formDefinition } from "./definition";

const base = { help: {}, showIf: null, required: false };

/** A question of each kind, as short as it can be; what matters to a test is said there. */
const PLAIN = {
  heading: { label: { en: "About you" } },
  short: { label: { en: "Where do you live?" }, min: null, max: null },
  long: { label: { en: "What do you bring?" }, min: null, max: null },
  number: { label: { en: "How many of you?" }, min: null, max: null, whole: false },
  date: { label: { en: "Since when?" }, min: null, max: null },
  one: {
    label: { en: "How will you take part?" },
    choices: [
      { id: "c-listen", label: { en: "Just listening" } },
      { id: "c-data", label: { en: "I bring data" } },
    ],
  },
  several: {
    label: { en: "Which days?" },
    min: null,
    max: null,
    choices: [
      { id: "c-mon", label: { en: "Monday" } },
      { id: "c-tue", label: { en: "Tuesday" } },
      { id: "c-wed", label: { en: "Wednesday" } },
    ],
  },
  "yes-no": { label: { en: "Have you been here before?" } },
  consent: { label: { en: "I agree that the talk is recorded" }, link: null },
  organization: { label: {} },
  "job-title": { label: {} },
  phone: { label: {} },
  country: { label: {} },
};

type Kind = keyof typeof PLAIN;

/** One item of a form for a test. */
export function item<K extends Kind>(
  kind: K,
  more: { id?: string } & Record<string, unknown> = {},
): FormItem {
  const id = `q-${kind.replaceAll("-", "").padEnd(4, "0")}`;
  const standard = ["organization", "job-title", "phone", "country"].includes(kind);
  const { required: _, ...heading } = base;
  return {
    ...(kind === "heading" ? heading : base),
    id: standard ? kind : id,
    kind,
    ...PLAIN[kind],
    ...more,
  } as FormItem;
}

/** A form of these items, checked. */
export function formOf(...items: FormItem[]): FormDefinition {
  return formDefinition.parse({ languages: ["en"], items });
}
