import type { Page } from "@playwright/test";
import { violations } from "./support/axe";
import { guest, leave } from "./support/browsers";
import { makeEvent } from "./support/event-states";
import { fillForm, somebody } from "./support/events";
import {
  addQuestion,
  askSix,
  expectFormSaved,
  questionCard,
  questionTitles,
} from "./support/forms";
import { expect, test } from "./support/test";
import { collectProblems } from "./support/visit";

/*
 * What an event asks: built by its organizer, answered with and without JavaScript, seen beside the
 * person, and what becomes of answers when the form changes.
 */

/** No rule is switched off. */
async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

test("an organizer builds a form with mouse and keyboard, and sees it at once", async ({
  browser,
  desk,
}) => {
  const page = await desk("tomas");
  const problems: string[] = [];
  collectProblems(page, (problem) => problems.push(problem));
  const event = await makeEvent(page, "tomas", "Builder");
  await page.goto(`/dashboard/events/${event.id}/form`);
  const preview = page.frameLocator("iframe[title='The form as an attendee sees it']");

  await test.step("each letter is in the preview; the public page waits until the field is left", async () => {
    await addQuestion(page, "Short text", "Where do you live?");
    await expect(preview.getByLabel("Where do you live?")).toBeVisible();
    await expect(page.locator(".saved")).toHaveText("Not saved yet");
    await expectFormSaved(page);
  });

  await test.step("what is missing is said where it is missing, and is not saved", async () => {
    const date = await addQuestion(page, "Date");
    await expect(page.locator(".saved")).toHaveText("Not saved: one thing to mend");
    await expect(date.locator(".field__error")).toHaveText("Write the question");
    await expect(date.locator("[data-part=label]")).toHaveAttribute("aria-invalid", "true");
    await date.locator("[data-part=label]").fill("Since when?");
    await expectFormSaved(page);
  });

  await test.step("arrow keys, buttons and dragging order it", async () => {
    await addQuestion(page, "Yes or no", "Been here before?");
    await expect(questionTitles(page)).toContainText(["Where", "Since", "Been"]);
    const grip = page.getByRole("button", { name: /^Move “Been here before\?”/ });
    await grip.focus();
    await page.keyboard.press("ArrowUp");
    await expect(questionTitles(page)).toContainText(["Where", "Been", "Since"]);
    await expect(grip).toBeFocused();
    await page.keyboard.press("ArrowUp");
    await expect(questionTitles(page)).toContainText(["Been", "Where", "Since"]);
    await expect(
      page.getByRole("status").filter({ hasText: "“Been here before?” is now number 1 of 3." }),
    ).toBeAttached();
    await page.getByRole("button", { name: "Move down" }).click();
    await expect(questionTitles(page)).toContainText(["Where", "Been", "Since"]);
    const since = page.getByRole("button", { name: /^Move “Since when\?”/ });
    await since.dragTo(questionCard(page, "Where do you live?").locator(".q"), {
      targetPosition: { x: 200, y: 6 },
    });
    await expect(questionTitles(page)).toContainText(["Since", "Where", "Been"]);
    await expectFormSaved(page);
  });

  await test.step("a question is copied, removed and brought back", async () => {
    await questionCard(page, "Where do you live?").locator("[data-part=title]").click();
    await page.getByRole("button", { name: "Duplicate" }).click();
    await expect(questionTitles(page)).toHaveCount(4);
    await page.getByRole("button", { name: "Remove", exact: true }).click();
    await expect(questionTitles(page)).toHaveCount(3);
    await page.getByRole("button", { name: "Undo" }).click();
    await expect(questionTitles(page)).toHaveCount(4);
    await expectFormSaved(page);
  });

  await test.step("in two languages, the second falls back to the first", async () => {
    await page.getByText("Languages of the questions").first().click();
    await page.getByRole("checkbox", { name: "Français" }).check();
    await page.getByRole("button", { name: "Français" }).click();
    await questionCard(page, "Since when?").locator("[data-part=title]").click();
    await page.locator(".qs > li.on [data-part=label]").fill("Depuis quand ?");
    await expect(preview.getByLabel("Depuis quand ?")).toBeVisible();
    await expect(preview.getByText("Been here before?")).toHaveAttribute("lang", "en");
    await expectFormSaved(page);
  });

  await addQuestion(page, "Country");
  await expectFormSaved(page);
  await expectAccessible(page);
  await page.reload();
  await expect(questionTitles(page)).toHaveCount(5);
  await expect(preview.getByLabel("Country")).toHaveAttribute("autocomplete", "country");
  expect(problems).toEqual([]);
  await page.goto(`/dashboard/events/${event.id}/form/preview`);
  await expectAccessible(page);
  const french = await guest(browser, { locale: "fr-FR" });
  await french.goto(`/e/${event.slug}`);
  await expect(french.getByLabel("Depuis quand ?")).toBeVisible();
  await leave(french);
});

test("answers are asked for, kept, shown beside the person, and outlive the question", async ({
  browser,
  desk,
}) => {
  test.slow();
  const organizer = await desk("tomas");
  const { id, slug } = await makeEvent(organizer, "tomas", "Form");
  await askSix(organizer, id);
  const form = (page: Page) => page.locator("form:has([name=email])");
  const which = (page: Page) => page.getByLabel(/^Which data do you bring/);

  for (const javaScriptEnabled of [true, false]) {
    await test.step(`${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const page = await guest(browser, { javaScriptEnabled });
      const problems: string[] = [];
      collectProblems(page, (problem) => problems.push(problem));
      const who = somebody(javaScriptEnabled ? "Ada" : "Grace");
      await page.goto(`/e/${slug}`);
      await expect(page.getByLabel("Phone number")).toHaveAttribute("autocomplete", "tel");
      await expect(page.getByLabel("Phone number")).toHaveAttribute("name", "answers.phone");
      const words = page.getByText(
        "Only if you answered “I bring data” to “How will you take part?”.",
      );
      if (javaScriptEnabled) {
        await expect(which(page)).toBeHidden();
        await page.getByLabel("I bring data").check();
        await expect(which(page)).toBeVisible();
      } else {
        await expect(words).toBeVisible();
        await page.getByLabel("I bring data").check();
      }
      await page.getByLabel("Where do you live?").fill("Porto 🌊");
      for (const day of ["Monday", "Tuesday"]) await page.getByLabel(day).check();
      await page.getByLabel("Phone number").fill("12");
      await fillForm(page, who);

      await page.waitForURL(/\/register#summary$/);
      await expect(page.locator("#summary li")).toHaveText([
        "Which data do you bring? Enter an answer",
        "Which days? Choose at most 1",
        "I agree that the talk is recorded: Tick the box to go on",
        "Phone number: Enter a phone number, as in +44 20 7946 0018",
      ]);
      await expect(page.getByLabel("Where do you live?")).toHaveValue("Porto 🌊");
      await expect(page.getByLabel("I bring data")).toBeChecked();
      await expect(page.getByLabel("Tuesday")).toBeChecked();
      await expect(page.getByLabel("Phone number")).toHaveAttribute("aria-invalid", "true");
      await page.locator("#summary a").nth(1).click();
      await expect(page.getByLabel("Monday")).toBeFocused();
      if (javaScriptEnabled) await expectAccessible(page);

      await which(page).fill("Tides since 1850");
      await page.getByLabel("Tuesday").uncheck();
      await page.getByLabel("I agree").check();
      await page.getByLabel("Phone number").fill("+351 21 000 0000");
      await form(page).locator("button[type=submit]").click();
      // A browser without JavaScript keeps the fragment that the summary's link led to.
      await expect(page).toHaveURL(/\/r\/[\w-]{22}(#|$)/);
      expect(problems).toEqual([]);
      await leave(page);
    });
  }

  await test.step("a question goes, another changes its words; what was answered stays", async () => {
    await organizer.goto(`/dashboard/events/${id}/form`);
    await expect(organizer.getByText("2 people have answered this version.")).toBeVisible();
    await questionCard(organizer, "Where do you live?").locator("[data-part=title]").click();
    await organizer.getByRole("button", { name: "Remove", exact: true }).click();
    await questionCard(organizer, "Which days?").locator("[data-part=title]").click();
    await organizer.getByLabel("Choice 1", { exact: true }).fill("Wednesday");
    await expectFormSaved(organizer);
  });

  await organizer.goto(`/dashboard/events/${id}/registrations`);
  await organizer.getByRole("link", { name: "Ada Lovelace" }).first().click();
  const panel = organizer.locator(".panel");
  await expect(panel.locator(".answers dt")).toHaveText([
    /^Where do you live\?.*not asked any more/,
    "How will you take part?",
    "Which data do you bring?",
    "Which days?",
    "I agree that the talk is recorded",
    "Phone number",
  ]);
  await expect(panel.locator(".answers dd")).toHaveText([
    "Porto 🌊",
    "I bring data",
    "Tides since 1850",
    "Monday",
    "Yes",
    "+351 21 000 0000",
  ]);
  await expectAccessible(organizer);
});
