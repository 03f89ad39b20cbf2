import type { APIRequestContext, Page } from "@playwright/test";
import { load } from "cheerio";
import { parse } from "csv-parse/sync";
import { violations } from "./support/axe";
import { guest, leave } from "./support/browsers";
import { mailedPass, makeEvent } from "./support/event-states";
import { somebody } from "./support/events";
import { addQuestion, expectFormSaved } from "./support/forms";
import { openForm, sendForm } from "./support/plain-form";
import { expect, test } from "./support/test";
import { collectProblems } from "./support/visit";

/*
 * What somebody said, changed on the pass with and without JavaScript, and where its organizer sees
 * it: beside the person, in their history, and in the file that the roster gives.
 */

const HTML = { headers: { accept: "text/html" } };

/** An event that asks where people live, and whether they agree; the names of the two fields. */
async function askingEvent(desk: Page, request: APIRequestContext) {
  const { id, slug } = await makeEvent(desk, "tomas", "Answers");
  await desk.goto(`/dashboard/events/${id}/form`);
  await expect(desk.locator(".saved")).toHaveText("Saved as you go");
  const town = await addQuestion(desk, "Short text", "Where do you live?");
  await town.getByRole("checkbox", { name: "Required" }).check();
  const agree = await addQuestion(desk, "Consent", "I agree that the talk is recorded");
  await agree.getByRole("checkbox", { name: "Required" }).uncheck();
  await expectFormSaved(desk);
  const page = load(await (await request.get(`/e/${slug}`, HTML)).text());
  const field = (what: string) => page(`input[name^="answers."]${what}`).attr("name") ?? "";
  return { id, slug, town: field("[type=text]"), consent: field("[data-consent]") };
}

test("answers are changed on the pass; the organizer sees them, and takes them along", async ({
  browser,
  desk,
  request,
}) => {
  const organizer = await desk("tomas");
  const event = await askingEvent(organizer, request);
  const settings = `/dashboard/events/${event.id}/settings`;
  let answersPage = "";

  for (const [javaScriptEnabled, firstName] of [
    [false, "Grace"],
    [true, "Ada"],
  ] as const) {
    await test.step(`${javaScriptEnabled ? "with" : "without"} JavaScript`, async () => {
      const who = somebody(firstName);
      const form = await openForm(request, `/e/${event.slug}`);
      const typed = { ...who, [event.town]: "Porto" };
      expect((await sendForm(request, form, typed)).location).toMatch(/\/r\//);
      const pass = await mailedPass(who.email);

      const page = await guest(browser, { javaScriptEnabled });
      const problems: string[] = [];
      collectProblems(page, (problem) => problems.push(problem));
      await page.goto(pass);
      await page.getByRole("link", { name: "Change my name or answers" }).click();
      const town = page.getByLabel("Where do you live?");
      await expect(town).toHaveValue("Porto");
      await expect(page.getByLabel("First name")).toHaveValue(firstName);
      await expect(page.locator("main")).toContainText(who.email);
      await expect(page.locator("[name=email]")).toHaveCount(0);

      await page.getByLabel("Last name").fill("");
      await town.fill("  ");
      await page.getByLabel("I agree that the talk is recorded").check();
      await page.getByRole("button", { name: "Save my changes" }).click();
      await expect(page).toHaveURL(`${pass}/answers#summary`);
      await expect(page.locator("#summary li")).toHaveText([
        "Enter your last name",
        "Where do you live? Enter an answer",
      ]);
      await expect(page.getByLabel("Last name")).toHaveAttribute("aria-invalid", "true");
      await expect(page.getByLabel("I agree that the talk is recorded")).toBeChecked();
      if (javaScriptEnabled) expect(await violations(page)).toEqual([]);

      await page.getByLabel("Last name").fill("Hopper-Lovelace");
      await town.fill("=Lyon");
      await page.getByRole("button", { name: "Save my changes" }).click();
      // A browser without JavaScript keeps the fragment that led to the summary.
      await expect(page).toHaveURL(new RegExp(`${pass}\\?did=answers(#|$)`));
      await expect(page.locator(".said")).toHaveText("Your changes are saved.");
      await expect(page.locator("main")).toContainText("Hopper-Lovelace");
      // What was typed wrong before is forgotten.
      answersPage = `${pass}/answers`;
      await page.goto(answersPage);
      await expect(page.locator("#summary")).toHaveCount(0);
      await expect(town).toHaveValue("=Lyon");

      // An address fills in names, never a consent.
      const query = `?firstName=Mary&${event.consent}=yes`;
      await page.goto(`/e/${event.slug}${javaScriptEnabled ? "" : "/register"}${query}`);
      await expect(page.getByLabel("First name")).toHaveValue("Mary");
      await expect(page.getByLabel("I agree that the talk is recorded")).not.toBeChecked();
      expect(problems).toEqual([]);
      await leave(page);
    });
  }

  await test.step("the organizer sees what they say now, and that they changed it", async () => {
    await organizer.goto(`/dashboard/events/${event.id}/registrations`);
    await organizer.getByRole("link", { name: "Ada Hopper-Lovelace" }).first().click();
    const panel = organizer.locator(".panel");
    await expect(panel.locator(".answers dd")).toHaveText(["=Lyon", "Yes"]);
    await expect(
      panel.locator(".hist li", { hasText: "Changed what they answered" }),
    ).toContainText("Last name, Where do you live?, I agree that the talk is recorded");
  });

  await test.step("the file holds it, and runs nothing", async () => {
    const saved = organizer.waitForEvent("download");
    await organizer.getByRole("link", { name: "Export" }).click();
    const chunks: Buffer[] = [];
    const download = await saved;
    for await (const chunk of await download.createReadStream()) chunks.push(chunk as Buffer);
    expect(download.suggestedFilename()).toBe(`${event.slug}.csv`);
    const rows = parse(Buffer.concat(chunks), { bom: true, columns: true });
    expect(rows).toMatchObject([
      { "First name": "Ada", "Last name": "Hopper-Lovelace", "Where do you live?": "'=Lyon" },
      { "First name": "Grace", Place: "Taken", "I agree that the talk is recorded": "Yes" },
    ]);
    // Another organizer's answers like an event that doesn't exist.
    const stranger = await desk("ines");
    const taken = `/api/events/${event.id}/export`;
    expect((await stranger.request.get(taken)).status()).toBe(404);
    expect((await request.get(taken)).status()).toBe(401);
  });

  await test.step("it ends when the organizer says so", async () => {
    await organizer.goto(settings);
    await organizer.getByLabel("Until when").selectOption("Until a time");
    const card = organizer.locator("section", { hasText: "Changes of answers" });
    await card.getByRole("button", { name: "Save" }).click();
    await expect(card.getByText("Write a date and a time.")).toBeVisible();
    await organizer.getByLabel("Until when").selectOption("Never");
    await card.getByRole("button", { name: "Save" }).click();
    await expect(card.getByRole("status")).toHaveText("Saved.");
    const closed = await (await request.get(answersPage, HTML)).text();
    expect(closed).toContain("goes by what you sent when you signed up");
    expect(closed).not.toContain("Save my changes");
    const pass = await (await request.get(answersPage.replace(/\/answers$/, ""), HTML)).text();
    expect(pass).toContain("Has something changed?");
    expect(pass).not.toContain("Change my name or answers");
  });
});
