import type { Page } from "@playwright/test";
import { violations } from "./support/axe";
import { makeEvent, newAttendee } from "./support/event-states";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";
import { collectProblems } from "./support/visit";

/*
 * An event's messages: written by its organizer, seen as their reader sees them, sent as a test, and
 * read by somebody who signs up.
 */

const TOMAS = "tomas@tidewater.example";

async function expectAccessible(page: Page): Promise<void> {
  expect(await violations(page)).toEqual([]);
}

test("an organizer writes, looks, tests, and an attendee reads it", async ({ desk }) => {
  const page = await desk("tomas");
  const problems: string[] = [];
  collectProblems(page, (problem) => problems.push(problem));
  const { id, slug } = await makeEvent(page, "tomas", "Words");
  await page.goto(`/dashboard/events/${id}`);
  await page.getByRole("link", { name: "Messages", exact: true }).click();
  await page.getByRole("link", { name: /^Confirmation/ }).click();
  await expect(page).toHaveURL(/kind=confirmation&lang=en/);
  const subject = page.getByLabel("Subject");
  const words = page.getByLabel("Your own words");
  const frame = page.frameLocator("iframe[title='The mail as its reader sees it']");

  await test.step("what can't be sent is said beside its field, and stays", async () => {
    await subject.fill("Welcome, {surname}");
    await words.fill("Join: https://teams.microsoft.com/meet/3811234567890?p=aB3xY9");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.locator("#summary")).toBeFocused();
    await expect(page.locator("#subject-error")).toHaveText(
      "“surname” isn’t a placeholder. The list below has those that there are.",
    );
    await expect(page.locator("#words-error")).toContainText("would let anybody in");
    await expect(subject).toHaveValue("Welcome, {surname}");
    await expectAccessible(page);
  });

  await test.step("a placeholder is put where the caret is; the preview shows it filled", async () => {
    await subject.fill("Welcome, ");
    await page.getByText("What can stand in it").click();
    await page.getByRole("button", { name: "Insert firstName" }).click();
    await expect(subject).toHaveValue("Welcome, {firstName}");
    await words.fill("Bring a photo, <b>please</b>.");
    await page.getByRole("button", { name: "Save", exact: true }).click();
    await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
    await expect(page.locator(".letter .hd b")).toHaveText("Welcome, Amara");
    await expect(frame.getByText("Bring a photo, <b>please</b>.")).toBeVisible();
    // Its styles are there, and its link opens nothing.
    await expect(frame.getByRole("link", { name: "Join on Microsoft Teams" })).toHaveCSS(
      "display",
      "block",
    );
    await page.getByRole("link", { name: "Text", exact: true }).click();
    await expect(page.locator(".letter pre")).toContainText("Bring a photo, <b>please</b>.");
  });

  await test.step("a test comes to the organizer", async () => {
    await page.getByRole("button", { name: "Save and send me a test" }).click();
    await expect(page.getByText(`A test is on its way to ${TOMAS}.`)).toBeVisible();
    const mail = await tenant().waitForMail({ to: TOMAS, subject: "[Test] Welcome, " });
    expect(mail.text).toContain("Bring a photo, <b>please</b>.");
  });

  await test.step("whoever signs up reads it", async () => {
    const { email } = await newAttendee(slug);
    const mail = await tenant().waitForMail({ to: email });
    expect(mail.subject).toBe("Welcome, Ada");
    expect(mail.text).toContain("Bring a photo, <b>please</b>.");
    expect(mail.html).toContain("Bring a photo, &lt;b&gt;please&lt;/b&gt;.");
  });
  expect(problems).toEqual([]);
});

test("without JavaScript: written, refused, turned off, given back", async ({ desk }) => {
  const { id } = await makeEvent(await desk("tomas"), "tomas", "Plain words");
  const page = await desk("tomas", {
    javaScriptEnabled: false,
    viewport: { width: 390, height: 844 },
  });
  await page.goto(`/dashboard/events/${id}/messages`);
  await page.getByRole("link", { name: /^Thank you/ }).click();

  await page.getByRole("button", { name: "Turn on" }).click();
  await expect(page.getByRole("status").first()).toHaveText("It goes out again.");
  await page.getByLabel("Your own words").fill("Slides: {slides}");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.locator("#words-error")).toContainText("“slides” isn’t a placeholder");
  await expect(page.getByLabel("Your own words")).toHaveValue("Slides: {slides}");
  await page.getByLabel("Your own words").fill("Slides follow, {firstName}.");
  await page.getByRole("button", { name: "Save", exact: true }).click();
  await expect(page.getByText("Saved.", { exact: true })).toBeVisible();
  await page.getByRole("link", { name: "Text", exact: true }).click();
  await expect(page.locator(".letter pre")).toContainText("Slides follow, Amara.");
  await page.getByRole("button", { name: "Back to the standard words" }).click();
  await expect(page.getByRole("status").first()).toHaveText("These are the standard words again.");
  await expect(page.getByLabel("Your own words")).toHaveValue("");
});
