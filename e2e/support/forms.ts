import { expect, type Locator, type Page } from "@playwright/test";

/** A question of the form's editor, by its words. */
export const questionCard = (desk: Page, title: string) =>
  desk.locator(".qs > li").filter({ has: desk.getByRole("button", { name: title, exact: false }) });

/** What is asked, in order. */
export const questionTitles = (desk: Page) => desk.locator(".qs [data-part=title] span");

/** Adds a question by the button of its kind, writes its words and leaves it open. */
export async function addQuestion(desk: Page, kind: string, label?: string): Promise<Locator> {
  await desk.getByRole("button", { name: kind, exact: true }).click();
  const open = desk.locator(".qs > li.on");
  if (label) {
    // A new question's words are where the typing goes.
    await expect(open.locator("[data-part=label]")).toBeFocused();
    await desk.keyboard.type(label);
  }
  return open;
}

/** Leaves the field, and waits until what was written in it is kept. */
export async function expectFormSaved(desk: Page): Promise<void> {
  await desk.locator("h2").first().click();
  await expect(desk.locator(".saved")).toHaveText("Saved");
}

/** Lets an event ask six things, one of them only of some. */
export async function askSix(desk: Page, id: string): Promise<void> {
  await desk.goto(`/dashboard/events/${id}/form`);
  await expect(desk.locator(".saved")).toHaveText("Saved as you go");
  const town = await addQuestion(desk, "Short text", "Where do you live?");
  await town.getByLabel("Help below it").fill("The town is enough.");
  const how = await addQuestion(desk, "One of several", "How will you take part?");
  await how.getByLabel("Choice 1", { exact: true }).fill("Just listening");
  await how.getByLabel("Choice 2", { exact: true }).fill("I bring data");
  await how.getByRole("checkbox", { name: "Required" }).check();
  const which = await addQuestion(desk, "Long text", "Which data do you bring?");
  await which.getByLabel("Ask it only after").selectOption("How will you take part?");
  await which.getByRole("checkbox", { name: "I bring data" }).check();
  await which.getByRole("checkbox", { name: "Just listening" }).uncheck();
  await which.getByRole("checkbox", { name: "Required" }).check();
  const days = await addQuestion(desk, "Several of many", "Which days?");
  await days.getByLabel("Choice 1", { exact: true }).fill("Monday");
  await days.getByLabel("Choice 2", { exact: true }).fill("Tuesday");
  await days.getByLabel("At most, choices").fill("1");
  const agree = await addQuestion(desk, "Consent", "I agree that the talk is recorded");
  await agree.getByLabel("Link to what they agree to").fill("https://example.org/recording");
  await agree.getByLabel("Words of the link").fill("What becomes of it");
  await addQuestion(desk, "Phone number");
  await expectFormSaved(desk);
}
