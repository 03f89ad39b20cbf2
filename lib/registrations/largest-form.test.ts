import { expect, test } from "vitest";
import { MOST_DATES } from "@/lib/events/most-dates";
import {
  type FormItem,
  formDefinition,
  LONG_LENGTH,
  MOST_CHOICES,
  MOST_ITEMS,
  SHORT_LENGTH,
} from "@/lib/form/definition";
import { item } from "@/lib/form/form.fixture";
import { BODY_LIMIT } from "@/lib/http/limit-body";
import { NAME_LENGTH } from "./schema";
import { signUpInput } from "./submit-form";

/** One character to the schema, which composes it, and nine bytes on the wire, as some systems spell it. */
const WIDEST = "각".normalize("NFD");
/** As long as a boundary can be. */
const BOUNDARY = "-".repeat(70);

const id = (at: number) => `q-${String(at).padStart(32, "0")}`;
const choices = Array.from({ length: MOST_CHOICES }, (_, at) => ({
  id: `c-${String(at).padStart(32, "0")}`,
  label: { en: "x" },
}));

/** Questions of one kind, with the longest answer that it takes. */
const LONGEST: readonly (readonly [string, FormItem, string[]])[] = [
  ["long texts", item("long", { required: true }), [WIDEST.repeat(LONG_LENGTH)]],
  ["short texts", item("short", { required: true }), [WIDEST.repeat(SHORT_LENGTH)]],
  ["choices", item("several", { required: true, choices }), choices.map((each) => each.id)],
];

/** What a browser sends of it, and its script before the names. */
function weigh(fields: Record<string, string[]>): number {
  const parts = Object.entries(fields).flatMap(([name, values]) =>
    values.map(
      (value) =>
        `--${BOUNDARY}\r\nContent-Disposition: form-data; name="_1_${name}"\r\n\r\n${value}\r\n`,
    ),
  );
  return Buffer.byteLength(`${parts.join("")}--${BOUNDARY}--\r\n`);
}

test.each(LONGEST)(
  "a form of nothing but %s, answered at all its limits, can be sent",
  (_, question, answer) => {
    const items = Array.from({ length: MOST_ITEMS }, (_each, at) => ({ ...question, id: id(at) }));
    const definition = formDefinition.parse({ languages: ["en"], items });
    const who = {
      firstName: WIDEST.repeat(NAME_LENGTH),
      lastName: WIDEST.repeat(NAME_LENGTH),
      email: `${WIDEST.repeat(100)}@example.org`,
      code: "K7QM-2XPD-9HTR",
    };
    const answers = Object.fromEntries(items.map((each) => [each.id, answer]));
    const read = signUpInput({ version: 1, definition }).safeParse({ ...who, answers });
    expect(Object.keys(read.data?.answers ?? {})).toHaveLength(MOST_ITEMS);
    const fields = {
      ...Object.fromEntries(Object.entries(who).map(([name, value]) => [name, [value]])),
      ...Object.fromEntries(items.map((each) => [`answers.${each.id}`, answer])),
      dates: Array.from({ length: MOST_DATES }, () => crypto.randomUUID()),
      // Slug, language, zone, stamp and proof.
      others: ["x".repeat(4_000)],
    };
    expect(weigh(fields)).toBeLessThan(BODY_LIMIT);
  },
);

test("a form as its organizer saves it, at all its limits, can be sent too", () => {
  const texts = { en: WIDEST.repeat(200), fr: "x", de: "x", es: "x" };
  const labelled = choices.map((each) => ({ ...each, label: texts }));
  const items = Array.from({ length: MOST_ITEMS }, (_, at) => ({
    ...item("several", { choices: labelled }),
    id: id(at),
  }));
  const save = (some: FormItem[]) =>
    formDefinition.safeParse({ languages: ["en", "fr"], items: some });
  const refused = save(items);
  expect(refused.error?.issues.map(({ message }) => message)).toEqual(["tooMuch"]);
  const at = Number(refused.error?.issues[0]?.path[1]);
  const kept = save(items.slice(0, at));
  expect(Buffer.byteLength(JSON.stringify(kept.data))).toBeLessThan(BODY_LIMIT);
});
