import { expect, test } from "vitest";
import { db } from "@/lib/db/database";
import { readPublicPage } from "@/lib/events/read-page";
import { saveForm } from "@/lib/events/save-form";
import type { FormDefinition } from "@/lib/form/definition";
import { formOf, item } from "@/lib/form/form.fixture";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabase, describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { exportAnswers } from "./export-answers";
import { readAnswers } from "./read-answers";
import { submitForm } from "./submit-form";

const now = () => new Date();

async function owner(event: TestEvent) {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

/** Saves what the event asks from now on. */
async function ask(event: TestEvent, form: FormDefinition): Promise<void> {
  const page = await readPublicPage(event.slug);
  const outcome = await saveForm(await owner(event), form, page?.form?.version ?? 0);
  if (outcome.kind !== "saved") throw new Error(`Not saved: ${outcome.kind}`);
}

/** Sends the form as somebody new; `seen` is what their page asked. */
async function send(
  event: TestEvent,
  answers: Record<string, string[]>,
  seen = readPublicPage(event.slug).then((page) => page?.form ?? null),
) {
  const { firstName, lastName, email, code, ...sender } = signUp(event.slug);
  const typed = { firstName, lastName, email, code, answers };
  return submitForm(typed, sender, await seen, now());
}

async function registrations() {
  return db()
    .selectFrom("registrations")
    .select(["id", "answers", "form_version as formVersion", "answered_in as answeredIn"])
    .orderBy("created_at")
    .orderBy("id")
    .execute();
}

const how = item("one", { required: true });
const which = item("long", { required: true, showIf: { question: how.id, is: ["c-data"] } });
const form = formOf(how, which, item("number"));

describeDatabases("a form with questions", () => {
  test("keeps what it asks of this person and nothing else, with its version", async () => {
    const event = await insertEvent();
    await ask(event, form);
    const typed = { [how.id]: ["c-listen"], [which.id]: ["typed before"], "q-none": ["x"] };
    expect((await send(event, typed)).kind).toBe("registered");
    expect(await registrations()).toMatchObject([
      { answers: { [how.id]: "c-listen" }, formVersion: 1 },
    ]);
  });

  test("says what is missing, by field, and takes nobody in", async () => {
    const event = await insertEvent();
    await ask(event, form);
    expect(await send(event, { [how.id]: ["c-data"], "q-number": ["many"] })).toEqual({
      kind: "invalid",
      errors: { [`answers.${which.id}`]: "required", "answers.q-number": "number" },
    });
    expect(await registrations()).toEqual([]);
  });

  test("is checked as it is asked now, whatever the sender's page asked", async () => {
    const event = await insertEvent();
    await ask(event, formOf(item("short")));
    const before = Promise.resolve((await readPublicPage(event.slug))?.form ?? null);
    await ask(event, formOf(item("short"), how));
    // Nothing was missing on their page.
    expect(await send(event, { "q-short": ["Lyon"] }, before)).toEqual({
      kind: "invalid",
      errors: { [`answers.${how.id}`]: "choose" },
    });
    const both = { "q-short": ["Lyon"], [how.id]: ["c-data"] };
    expect((await send(event, both, before)).kind).toBe("registered");
    // Something was missing on their page that nobody asks any more.
    const stricter = Promise.resolve((await readPublicPage(event.slug))?.form ?? null);
    await ask(event, formOf(item("short")));
    expect((await send(event, { "q-short": ["Lyon"] }, stricter)).kind).toBe("registered");
    const never = Promise.resolve(null);
    expect((await send(event, { "q-short": ["Nice"] }, never)).kind).toBe("registered");
    expect(
      (await registrations()).map(({ answers, formVersion }) => [answers, formVersion]),
    ).toEqual([
      [{ "q-short": "Lyon", [how.id]: "c-data" }, 2],
      [{ "q-short": "Lyon" }, 3],
      [{ "q-short": "Nice" }, 3],
    ]);
  });

  test("delivery by mail keeps answers too, and a repeat changes none", async () => {
    const event = await insertEvent({ delivery: "email" });
    await ask(event, formOf(item("short")));
    const { firstName, lastName, email, code, ...sender } = signUp(event.slug);
    const page = await readPublicPage(event.slug);
    for (const city of ["Lyon", "Nice"]) {
      const typed = { firstName, lastName, email, code, answers: { "q-short": [city] } };
      await submitForm(typed, { ...sender, browser: city }, page?.form ?? null, now());
    }
    expect(await registrations()).toMatchObject([{ answers: { "q-short": "Lyon" } }]);
  });

  test("what was answered stays what it was, whatever becomes of the form", async () => {
    const event = await insertEvent();
    const access = await owner(event);
    const words = CATALOGS.en.form;
    const choice = (id: string, en: string) => ({ id, label: { en } });
    await ask(
      event,
      formOf(
        item("short"),
        item("several"),
        item("one", { choices: [choice("c-a", "Vegan"), choice("c-b", "Fish")] }),
      ),
    );
    await send(event, { "q-short": ["Lyon"], "q-several": ["c-mon", "c-wed"], "q-one0": ["c-a"] });
    // The order changes, words change, a choice goes, a question goes, another comes.
    await ask(
      event,
      formOf(
        item("yes-no"),
        item("one", {
          label: { en: "What will you eat?" },
          choices: [choice("c-c", "Soup"), choice("c-a", "Salad")],
        }),
        item("short"),
      ),
    );
    await send(event, { "q-yesno": ["no"], "q-short": ["Nice"], "q-one0": ["c-a"] });

    const [first, second] = await registrations();
    if (!first || !second) throw new Error("Two people registered.");
    const shown = await readAnswers(access, first.id);
    expect(shown.map(({ question, answer, isAsked }) => [question.id, answer, isAsked])).toEqual([
      ["q-short", "Lyon", true],
      ["q-several", ["c-mon", "c-wed"], false],
      ["q-one0", "c-a", true],
    ]);
    expect(shown[2]?.question.label).toEqual({ en: "How will you take part?" });

    const { columns, cells } = await exportAnswers(access, { locale: "en", words });
    expect(columns).toEqual([
      { id: "q-yesno", label: "Have you been here before?", isAsked: true },
      { id: "q-one0", label: "What will you eat?", isAsked: true },
      { id: "q-short", label: "Where do you live?", isAsked: true },
      { id: "q-several", label: "Which days?", isAsked: false },
    ]);
    expect([first, second].map(cells)).toEqual([
      ["", "Vegan", "Lyon", "Monday; Wednesday"],
      ["No", "Salad", "Nice", ""],
    ]);
  });

  test("another event's people have no answers here", async () => {
    const event = await insertEvent();
    await ask(event, formOf(item("short")));
    await send(event, { "q-short": ["Lyon"] });
    const [row] = await registrations();
    const stranger = await owner(await insertEvent());
    expect(await readAnswers(stranger, row?.id ?? "")).toEqual([]);
  });
});

describeDatabase("postgres", "a form that changes while people sign up", () => {
  test("nobody is turned away, and every answer is kept with the version that asked it", async () => {
    const event = await insertEvent();
    await ask(event, formOf(item("short", { required: true })));
    const seen = Promise.resolve((await readPublicPage(event.slug))?.form ?? null);
    const sent = { "q-short": ["Lyon"], [how.id]: ["c-data"], "q-number": ["4"] };
    const [outcomes] = await Promise.all([
      Promise.all(Array.from({ length: 30 }, () => send(event, sent, seen))),
      ask(event, formOf(how)).then(() => ask(event, formOf(item("number"), how))),
    ]);
    expect(outcomes.map(({ kind }) => kind)).toEqual(Array(30).fill("registered"));
    const asks = { 1: ["q-short"], 2: ["q-one0"], 3: ["q-number", "q-one0"] };
    for (const { answers, formVersion } of await registrations())
      expect(Object.keys(answers).sort()).toEqual(asks[formVersion as 1 | 2 | 3]);
  });
});
