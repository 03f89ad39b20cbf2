import type { Page } from "@playwright/test";
import { product } from "../setup/product";
import { fillForm } from "../support/events";
import { addQuestion, askSix, questionCard } from "../support/forms";
import { expect, test } from "../support/test";
import { camera } from "./camera";
import { READERS, turnRound } from "./languages";
import { inDays, makeDraft, makeEvent } from "./story";

test("what a form asks, and how it is built", async ({ browser, desk }) => {
  const ines = await desk("ines");
  const event = await makeEvent(
    ines,
    "ines",
    { subject: "Reading the tide", startsAt: inDays(21, 17), minutes: 75 },
    { accent: "velvet", description: "An evening about what the sea leaves behind." },
  );
  await askSix(ines, event.id);
  const draft = await makeDraft(
    ines,
    "ines",
    { subject: "Sponsor breakfast", startsAt: inDays(40, 7), minutes: 60 },
    { accent: "night" },
  );
  const state = await ines.context().storageState();
  const shots = await camera(browser, state);
  const page = `/dashboard/events/${event.id}/form`;
  await shots.take(`/dashboard/events/${draft.id}/form`, "form-empty");
  await shots.take(page, "form-builder", {
    prepare: openSomeQuestion,
  });
  await shots.take(page, "form-condition", {
    prepare: (builder) =>
      questionCard(builder, "Which data do you bring?").locator("[data-part=title]").last().click(),
  });
  await shots.take(`/dashboard/events/${draft.id}/form`, "form-problem", {
    prepare: async (builder) => {
      await addQuestion(builder, "Several of many");
      await expect(builder.locator(".qs .field__error").first()).toBeVisible();
    },
  });

  const guest = await browser.newPage({ baseURL: product().appUrl, locale: "en-GB" });
  await guest.goto(`/e/${event.slug}`);
  await guest.getByLabel("Where do you live?").fill("Porto");
  await guest.getByLabel("I bring data").check();
  await guest.getByLabel("Which data do you bring?").fill("Tide tables of Leixões\nsince 1906");
  await guest.getByLabel("I agree").check();
  await fillForm(guest, { firstName: "Ada", lastName: "Okonkwo", email: "ada@mail.example" });
  await guest.waitForURL(/\/r\//);
  await guest.close();
  await shots.take(`/dashboard/events/${event.id}/registrations`, "form-person", {
    prepare: async (roster) => {
      await roster.getByText("Ada Okonkwo").first().click();
      await expect(roster.locator(".answers")).toBeVisible();
    },
  });
  await shots.close();

  const guests = await camera(browser);
  await guests.take(`/e/${event.slug}`, "event-questions");
  await guests.take(`/e/${event.slug}`, "event-question-errors", {
    prepare: async (guest) => {
      await guest.getByLabel("I bring data").check();
      for (const day of ["Monday", "Tuesday"]) await guest.getByLabel(day).check();
      await fillForm(guest, { firstName: "Ada", lastName: "", email: "ada@example.org" });
      await guest.waitForURL(/register#summary$/);
    },
  });
  await guests.close();

  for (const [language, region] of Object.entries(READERS)) {
    const reader = await camera(browser, state, region);
    await reader.take(`/e/${event.slug}`, `${language}-event-questions`);
    await reader.take(page, `${language}-form-builder`, { prepare: openSomeQuestion });
    await reader.close();
  }
  const turned = await camera(browser, state);
  await turned.take(`/e/${event.slug}`, "rtl-event-questions", { prepare: turnRound });
  await turned.take(page, "rtl-form-builder", {
    prepare: async (builder) => {
      await openSomeQuestion(builder);
      await turnRound(builder);
    },
  });
  await turned.close();
});

function openSomeQuestion(builder: Page): Promise<void> {
  return questionCard(builder, "How will you take part?")
    .locator("[data-part=title]")
    .first()
    .click();
}
