import type { Page } from "@playwright/test";
import { product } from "./setup/product";
import { builtActions } from "./support/built-actions";
import { makeEvent } from "./support/event-states";
import { somebody } from "./support/events";
import { openForm, sendForm } from "./support/plain-form";
import { setRaw } from "./support/raw-form";
import { expect, test } from "./support/test";

/* The largest form that somebody may send, and one that is larger. */

/** As many as a form has at most, and each answer as long as one can be (lib/form/definition.ts). */
const QUESTIONS = 60;
const LENGTH = 5_000;
/** One character once it is composed; nine bytes as some systems spell it. */
const WIDEST = "각".normalize("NFD");
const ANSWER = WIDEST.repeat(LENGTH);
const IDS = Array.from({ length: QUESTIONS }, (_, at) => `q-${String(at).padStart(32, "0")}`);
const TOO_MUCH = "a".repeat(3 * 1024 * 1024);
const PASS = /\/r\/[\w-]{22}$/;

/** Lets the event ask all of it, as the form's editor does. */
async function askAll(desk: Page, eventId: string): Promise<void> {
  const question = { kind: "long", help: {}, showIf: null, required: true, min: null, max: null };
  const items = IDS.map((id, at) => ({ ...question, id, label: { en: `Question ${at + 1}` } }));
  const save = builtActions().find(({ name }) => name === "saveFormAction");
  const answer = await desk.request.post(`/dashboard/events/${eventId}/form`, {
    headers: {
      "next-action": save?.id ?? "",
      "content-type": "text/plain;charset=UTF-8",
      accept: "text/x-component",
      origin: product().appUrl,
    },
    data: JSON.stringify([eventId, 0, { languages: ["en"], items }]),
  });
  expect(await answer.text()).toContain('"kind":"saved"');
}

test("a form at all of its limits is taken, with and without JavaScript", async ({
  desk,
  page,
}) => {
  test.slow();
  const organizer = await desk("aiko");
  const event = await makeEvent(organizer, "aiko", "At all limits");
  await askAll(organizer, event.id);
  const [plain, scripted] = [somebody("Plain"), somebody("Scripted")];

  const form = await openForm(page.request, `/e/${event.slug}`);
  const answers = Object.fromEntries(IDS.map((id) => [`answers.${id}`, ANSWER]));
  const sent = await sendForm(page.request, form, { ...plain, ...answers });
  expect([sent.status, sent.location]).toEqual([303, expect.stringMatching(PASS)]);

  await page.goto(`/e/${event.slug}`);
  for (const [name, value] of Object.entries({ ...scripted, ...answers }))
    await setRaw(page, name, value);
  await page.locator("form:has([name=email]) button[type=submit]").click();
  await expect(page).toHaveURL(PASS, { timeout: 60_000 });

  const roster = `/api/events/${event.id}/roster`;
  const { rows } = await (await organizer.request.get(roster)).json();
  expect(rows).toHaveLength(2);
  for (const { id } of rows) {
    const told = await (await organizer.request.get(`${roster}?person=${id}`)).text();
    expect(told.split(WIDEST.normalize("NFC").repeat(LENGTH))).toHaveLength(QUESTIONS + 1);
  }
});

for (const javaScriptEnabled of [true, false]) {
  test.describe(`a larger one ${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    test.use({ javaScriptEnabled });

    test("gets a page that says so, and what to do", async ({ page }) => {
      test.slow();
      await page.goto(new URL(product().sampleUrl).pathname);
      // Where nobody sees them: laid out on one line, three megabytes take a browser ten seconds.
      await setRaw(page, "slug", TOO_MUCH);
      for (const name of ["firstName", "lastName", "email"])
        await setRaw(page, name, "ada@b.example");
      await page.locator("form:has([name=email]) button[type=submit]").click();
      const main = page.locator("main");
      await expect(main.getByRole("heading", { level: 1 })).toHaveText("That is too much text");
      await expect(main).toContainText("larger than a form here can take (3 MB)");
      await expect(main).toContainText(javaScriptEnabled ? "shorter" : "shorten it");
      if (javaScriptEnabled) {
        await page.getByRole("button", { name: "Back to the form" }).click();
        await expect(page.getByLabel("First name")).toBeVisible();
      }
    });
  });
}
