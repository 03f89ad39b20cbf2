import { expect, test } from "vitest";
import { db, withTx } from "@/lib/db/database";
import type { AnswersUntil, Place } from "@/lib/db/schema";
import { loadForm } from "@/lib/events/form-queries";
import { saveForm } from "@/lib/events/save-form";
import type { FormDefinition } from "@/lib/form/definition";
import { formOf, item } from "@/lib/form/form.fixture";
import type { Typed } from "@/lib/form/show-if";
import { CATALOGS } from "@/lib/i18n/catalogs";
import { authorizeEvent } from "@/lib/session/authorize-event";
import { describeDatabases } from "@/test/database";
import { insertEvent, signUp, type TestEvent } from "@/test/fixtures";
import { changeAnswers } from "./change-answers";
import { exportAnswers } from "./export-answers";
import { readOwnAnswers } from "./own-answers";
import { issuePass } from "./pass-secrets";
import { readAnswers } from "./read-answers";
import { readPass } from "./read-pass";
import { readPerson } from "./read-person";
import { replacePass } from "./replace-pass";
import { submitForm } from "./submit-form";

const now = () => new Date();
const choice = (id: string, en: string) => ({ id, label: { en } });

async function owner(event: TestEvent) {
  const access = await authorizeEvent(db(), event.organizerId, event.id, "own");
  if (!access) throw new Error("The organizer owns the event.");
  return access;
}

/** Saves what the event asks from now on. */
async function ask(event: TestEvent, form: FormDefinition): Promise<void> {
  const current = await loadForm(db(), event.id);
  const outcome = await saveForm(await owner(event), form, current?.version ?? 0);
  if (outcome.kind !== "saved") throw new Error(`Not saved: ${outcome.kind}`);
}

/** Amara Diallo, who answered so, with a pass as the mail to her tells it. */
async function attendee(event: TestEvent, answers: Typed = {}) {
  const { firstName, lastName, email, ...sender } = signUp(event.slug);
  const form = await loadForm(db(), event.id);
  const typed = { firstName, lastName, email, code: "", answers };
  const outcome = await submitForm(typed, sender, form, now());
  if (outcome.kind !== "registered") throw new Error(`Not in: ${outcome.kind}`);
  const { id } = await db()
    .selectFrom("registrations")
    .select("id")
    .where("email", "=", email)
    .executeTakeFirstOrThrow();
  const pass = await withTx((tx) => issuePass(tx, id, { proved: true }));
  return { id, email, pass, shown: outcome.pass ?? "" };
}

/** Sends the page's form with these fields other than they stood there. */
async function change(
  pass: string,
  wanted: { firstName?: string; lastName?: string; answers?: Typed },
  at = now(),
) {
  const own = await readOwnAnswers(pass, at);
  const values =
    own?.kind === "open" ? own.values : { firstName: "Amara", lastName: "Diallo", answers: {} };
  const answers = { ...values.answers, ...wanted.answers };
  return changeAnswers(pass, { ...values, ...wanted, answers }, at);
}

async function kept(id: string) {
  return db()
    .selectFrom("registrations")
    .select(["first_name", "last_name", "email", "answers", "form_version", "answered_in"])
    .where("id", "=", id)
    .executeTakeFirstOrThrow();
}

describeDatabases("changing one's answers", () => {
  test("begins with what was answered, and keeps what comes back, with its history", async () => {
    const event = await insertEvent();
    await ask(event, formOf(item("short"), item("number"), item("yes-no"), item("several")));
    const given = { "q-short": ["Lyon"], "q-number": ["2,5"], "q-yesno": ["no"] };
    const { id, email, pass } = await attendee(event, { ...given, "q-several": ["c-mon"] });
    expect(await readOwnAnswers(pass, now())).toMatchObject({
      kind: "open",
      email,
      values: {
        firstName: "Amara",
        lastName: "Diallo",
        answers: { ...given, "q-number": ["2.5"], "q-several": ["c-mon"] },
      },
    });
    const outcome = await change(pass, {
      lastName: " Diallo-Roy ",
      answers: { "q-short": ["Nice"], "q-number": [""], "q-several": ["c-tue", "c-mon"] },
    });
    expect(outcome).toEqual({
      kind: "saved",
      changed: ["lastName", "q-short", "q-number", "q-several"],
    });
    expect(await kept(id)).toMatchObject({
      first_name: "Amara",
      last_name: "Diallo-Roy",
      email,
      answers: { "q-short": "Nice", "q-yesno": false, "q-several": ["c-mon", "c-tue"] },
      form_version: 1,
      answered_in: {},
    });
    // The same once more is no change.
    expect(await change(pass, {})).toEqual({ kind: "saved", changed: [] });
    const person = await readPerson(await owner(event), id, {
      locale: "en",
      words: CATALOGS.en.form,
    });
    expect(person?.history.filter(({ kind }) => kind === "changed")).toMatchObject([
      {
        changed: [
          { name: "lastName" },
          { question: { text: "Where do you live?" } },
          { question: { text: "How many of you?" } },
          { question: { text: "Which days?" } },
        ],
      },
    ]);
  });

  test("enrols nobody anew and writes no mail: Microsoft never knew the name", async () => {
    const event = await insertEvent();
    const { pass } = await attendee(event);
    const left = async () => ({
      jobs: await db().selectFrom("jobs").select("id").execute(),
      mails: await db().selectFrom("mails").select("id").execute(),
      enrolments: await db().selectFrom("enrolments").selectAll().execute(),
    });
    const before = await left();
    expect(await change(pass, { firstName: "Ama" })).toMatchObject({ changed: ["firstName"] });
    expect(await left()).toEqual(before);
  });

  test("says what is wrong beside its field, by the sign-up's rules, and changes nothing", async () => {
    const event = await insertEvent();
    await ask(event, formOf(item("short", { required: true }), item("number")));
    const { id, pass } = await attendee(event, { "q-short": ["Lyon"] });
    const before = await kept(id);
    const wrong = { "q-short": [" "], "q-number": ["many"] };
    expect(await change(pass, { firstName: "", answers: wrong })).toEqual({
      kind: "invalid",
      errors: {
        firstName: "errors.firstName.required",
        "answers.q-short": "required",
        "answers.q-number": "number",
      },
    });
    expect(await kept(id)).toEqual(before);
  });

  test("a form that changed meanwhile misaligns nothing", async () => {
    const event = await insertEvent();
    const food = item("one", { choices: [choice("c-a", "Vegan"), choice("c-b", "Fish")] });
    await ask(event, formOf(item("short"), item("several"), food, item("number")));
    const { id, pass } = await attendee(event, {
      "q-short": ["Lyon"],
      "q-several": ["c-mon"],
      "q-one0": ["c-a"],
      "q-number": ["3"],
    });
    // One question goes, one loses the choice that was made, one changes its words; another comes.
    await ask(
      event,
      formOf(
        item("short", { label: { en: "Which city?" } }),
        item("several", { choices: [choice("c-tue", "Tuesday"), choice("c-wed", "Wednesday")] }),
        item("one", { choices: [choice("c-b", "Fish"), choice("c-a", "Salad")] }),
        item("yes-no"),
      ),
    );
    expect(await readOwnAnswers(pass, now())).toMatchObject({
      values: { answers: { "q-short": ["Lyon"], "q-several": [], "q-one0": ["c-a"] } },
    });
    expect(await change(pass, { answers: { "q-short": ["Nice"], "q-yesno": ["yes"] } })).toEqual({
      kind: "saved",
      changed: ["q-short", "q-yesno"],
    });
    expect(await kept(id)).toMatchObject({
      answers: { "q-several": ["c-mon"], "q-one0": "c-a", "q-number": 3, "q-short": "Nice" },
      form_version: 2,
      answered_in: { "q-several": 1, "q-one0": 1, "q-number": 1 },
    });
    // And once more under a third form, that asks other things.
    await ask(event, formOf(item("yes-no"), item("phone")));
    expect(await change(pass, { answers: { "q-yesno": ["no"] } })).toMatchObject({
      changed: ["q-yesno"],
    });
    const access = await owner(event);
    const shown = await readAnswers(access, id);
    expect(
      shown.map(({ question, answer, isAsked }) => [question.id, question.label, answer, isAsked]),
    ).toEqual([
      ["q-yesno", { en: "Have you been here before?" }, false, true],
      ["q-short", { en: "Which city?" }, "Nice", false],
      ["q-several", { en: "Which days?" }, ["c-mon"], false],
      ["q-one0", { en: "How will you take part?" }, "c-a", false],
      ["q-number", { en: "How many of you?" }, 3, false],
    ]);
    const { columns, cells } = await exportAnswers(access, {
      locale: "en",
      words: CATALOGS.en.form,
    });
    const { answers, form_version: formVersion, answered_in: answeredIn } = await kept(id);
    const row = cells({ answers, formVersion, answeredIn });
    expect(Object.fromEntries(columns.map((column, at) => [column.id, row[at]]))).toEqual({
      "q-yesno": "No",
      phone: "",
      "q-short": "Nice",
      "q-several": "Monday",
      "q-one0": "Vegan",
      "q-number": "3",
    });
  });

  test("what hangs on an answer that changed is taken back with it", async () => {
    const event = await insertEvent();
    const which = item("long", { showIf: { question: "q-one0", is: ["c-data"] } });
    await ask(event, formOf(item("one"), which));
    const { id, pass } = await attendee(event, { "q-one0": ["c-data"], "q-long": ["Tides"] });
    await change(pass, { answers: { "q-one0": ["c-listen"] } });
    expect((await kept(id)).answers).toEqual({ "q-one0": "c-listen" });
  });

  test("a consent stands ticked only where it was given, in the words of today", async () => {
    const event = await insertEvent();
    await ask(event, formOf(item("consent"), item("short")));
    const { id, pass } = await attendee(event, { "q-consent": ["yes"] });
    const typed = async () => {
      const own = await readOwnAnswers(pass, now());
      return own?.kind === "open" ? own.values.answers["q-consent"] : "not open";
    };
    expect(await typed()).toEqual(["yes"]);
    await ask(event, formOf(item("consent", { label: { en: "I agree to everything" } })));
    expect(await typed()).toBeUndefined();
    // Untouched, nobody agreed to the new words; taken back, nothing is left of it.
    await change(pass, {});
    expect((await kept(id)).answers).toEqual({});
  });

  test.each<[AnswersUntil, number | null, number, string]>([
    // Minutes from the start: the organizer's time, the moment, what is said then.
    ["start", null, -1, "saved"],
    ["start", null, 0, "closed"],
    ["time", -120, -121, "saved"],
    ["time", -120, -119, "closed"],
    ["time", 30, 29, "saved"],
    ["never", null, -9_999, "closed"],
  ])("until %s (%s): at %s it is %s", async (until, at, moment, outcome) => {
    const event = await insertEvent();
    const { startsAt } = await db()
      .selectFrom("event_dates")
      .select("starts_at as startsAt")
      .where("event_id", "=", event.id)
      .executeTakeFirstOrThrow();
    const from = (minutes: number) => new Date(startsAt.getTime() + minutes * 60_000);
    await db()
      .updateTable("events")
      .set({ answers_until: until, answers_until_at: at === null ? null : from(at) })
      .where("id", "=", event.id)
      .execute();
    const { pass } = await attendee(event);
    const then = from(moment);
    expect((await change(pass, { firstName: "Ama" }, then)).kind).toBe(outcome);
    expect(await readOwnAnswers(pass, then)).toMatchObject(
      outcome === "saved"
        ? { kind: "open" }
        : { kind: "closed", why: until === "never" ? "never" : "over" },
    );
    const shown = await readPass(pass, then);
    expect(shown && !shown.ended && shown.canChangeAnswers).toBe(outcome === "saved");
  });

  test("is for whoever reads the mailbox, has a place or waits for one, at a live event", async () => {
    const event = await insertEvent();
    const { id, pass, shown } = await attendee(event);
    // The pass of the browser that signed up shows no answers and changes none.
    expect((await readOwnAnswers(shown, now()))?.kind).toBe("unproved");
    expect(
      await changeAnswers(shown, { firstName: "Eve", lastName: "X", answers: {} }, now()),
    ).toEqual({ kind: "unproved" });
    expect(await readOwnAnswers("x".repeat(22), now())).toBeNull();
    expect((await change("x".repeat(22), {})).kind).toBe("unknown");

    const at = async (place: Place, unconfirmed = false) => {
      await db()
        .updateTable("registrations")
        .set({ place, unconfirmed })
        .where("id", "=", id)
        .execute();
      return (await change(pass, { firstName: place })).kind;
    };
    expect(await at("waitlisted")).toBe("saved");
    expect(await at("awaiting_approval")).toBe("saved");
    expect(await at("held", true)).toBe("closed");
    for (const place of ["withdrawn", "declined", "expired"] as const)
      expect(await at(place), place).toBe("closed");
    expect(await at("taken")).toBe("saved");
    await replacePass(pass, now());
    expect((await change(pass, {})).kind).toBe("ended");
    expect((await readOwnAnswers(pass, now()))?.kind).toBe("ended");
  });
});
