import { randomUUID } from "node:crypto";
import { product } from "./setup/product";
import { guest, leave, PLAIN } from "./support/browsers";
import { fillForm, somebody } from "./support/events";
import { giveUp, joinLinkOn } from "./support/pass-page";
import { PEOPLE } from "./support/people";
import { openForm, readForm, sendForm } from "./support/plain-form";
import { passMicrosoft } from "./support/sign-in";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";

test("a webinar is picked, published, signed up for, joined and given up", async ({
  desk,
  browser,
}) => {
  const displayName = `Knots for beginners ${randomUUID().slice(0, 8)}`;
  const at = (hours: number) => new Date(Date.now() + (14 * 24 + hours) * 3_600_000).toISOString();
  const { id } = await tenant().makeWebinar({
    organizer: PEOPLE.ines.oid,
    displayName,
    start: at(0),
    end: at(1),
  });
  const records = async () => (await tenant().webinar(id))?.registrations ?? [];

  const page = await desk("ines");
  await page.goto("/dashboard/new");
  const slot = page.locator("section.webinars li.slot").filter({ hasText: displayName });
  await slot.getByRole("button").click();
  await expect(page).toHaveURL(/\/dashboard\/events\/[\w-]{36}\/edit$/);
  await expect(page.locator("#registrar-webinar")).toBeChecked();
  await expect(page.locator("#registrar-external")).toHaveCount(0);
  const slug = await page.locator("input[name=slug]").inputValue();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\?published=1/);

  const attendee = await guest(browser, PLAIN);
  const who = somebody();
  await attendee.goto(`/e/${slug}`);
  await fillForm(attendee, who);
  expect(await joinLinkOn(attendee)).toContain("https://teams.microsoft.com/l/meetup-join/");
  expect(await records()).toMatchObject([
    { ...who, status: "registered", preferredLanguage: "en-us", external: { referrer: "Usher" } },
  ]);

  await giveUp(attendee);
  await expect.poll(async () => (await records())[0]?.status).toBe("canceled");
  await leave(attendee);
});

test("what a webinar requires is added to the form with one button, and answered there", async ({
  desk,
  browser,
}) => {
  const displayName = `Night sailing ${randomUUID().slice(0, 8)}`;
  const at = (hours: number) => new Date(Date.now() + (15 * 24 + hours) * 3_600_000).toISOString();
  const { id } = await tenant().makeWebinar({
    organizer: PEOPLE.ines.oid,
    displayName,
    start: at(0),
    end: at(1),
    capacity: 20,
    questions: [
      {
        id: "sailed",
        displayName: "How long have you sailed?",
        isRequired: true,
        kind: "singleChoice",
        choices: ["Not yet", "For years"],
        label: null,
      },
    ],
  });
  // Without a script: the button stands in the editor's form and belongs to another one.
  const page = await desk("ines", PLAIN);
  await page.goto(`/dashboard/new?${new URLSearchParams({ q: displayName })}`);
  await page.locator("section.webinars li.slot").getByRole("button").click();
  const asks = page.locator("#webinar-asks");
  await expect(asks).toContainText("How long have you sailed?");
  await expect(page.getByText("The webinar takes 20 people, your page any number.")).toBeVisible();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(asks).toBeVisible();
  await page.getByRole("button", { name: "Add this question to the form" }).click();
  await expect(page.getByText("The question is in the form, and required.")).toBeVisible();
  await expect(asks).toHaveCount(0);
  await page.locator("input[name=capacity]").fill("20");
  const slug = await page.locator("input[name=slug]").inputValue();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\?published=1/);

  const attendee = await guest(browser, PLAIN);
  const who = somebody();
  await attendee.goto(`/e/${slug}`);
  await attendee.getByRole("radio", { name: "For years" }).check();
  await fillForm(attendee, who);
  expect(await joinLinkOn(attendee)).toContain("https://teams.microsoft.com/l/meetup-join/");
  // As Teams shows it to whoever tries the sandbox.
  await attendee.goto(new URL(`/webinars/${encodeURIComponent(id)}`, product().controlUrl).href);
  const row = attendee.getByRole("row").filter({ hasText: who.email });
  await expect(row).toContainText("Registered");
  await expect(row).toContainText("For years");
  await leave(attendee);
});

test("a member registers as themselves where they agree, and all the same where they don't", async ({
  desk,
  browser,
}) => {
  const page = await guest(browser, PLAIN);
  const displayName = `Charts and tides ${randomUUID().slice(0, 8)}`;
  const at = (hours: number) => new Date(Date.now() + (16 * 24 + hours) * 3_600_000).toISOString();
  const { id } = await tenant().makeWebinar({
    organizer: PEOPLE.ines.oid,
    displayName,
    start: at(0),
    end: at(1),
    audience: "organization",
  });
  const { request } = await desk("ines");
  const path = `/dashboard/new?${new URLSearchParams({ q: displayName })}`;
  const picker = await (await request.get(path)).text();
  const { location } = await sendForm(request, readForm(picker, path, `[value="${id}"]`));
  const editor = await openForm(request, location, "slug");
  await sendForm(request, editor, { audience: "organization", intent: "publish" });
  const slug = editor.fields.slug?.[0];
  const signInButton = page.getByRole("button", { name: "Sign in with Microsoft" });
  const submit = page.locator("form:has(input[name=email]) button[type=submit]");
  const records = async () =>
    (await tenant().webinar(id)).registrations.map(({ userId, status }) => [userId, status]);

  await page.goto(`/e/${slug}`);
  await expect(page.getByText("whether we may register you in Teams")).toBeVisible();
  await signInButton.click();
  await page.getByRole("button", { name: PEOPLE.per.name }).click();
  await expect(page.getByText("Read and write your virtual events")).toBeVisible();
  await page.getByRole("button", { name: "Decline" }).click();
  await expect(page.locator("#summary")).toContainText("That’s fine: sign in once more");
  await expect(page.getByText("whether we may register you in Teams")).toHaveCount(0);
  await signInButton.click();
  await passMicrosoft(page, PEOPLE.per.name);
  await submit.click();
  await joinLinkOn(page);
  expect(await records()).toEqual([[null, "registered"]]);

  await page.goto(`/e/${slug}`);
  await signInButton.click();
  await passMicrosoft(page, PEOPLE.lena.name);
  await submit.click();
  await joinLinkOn(page);
  expect((await records()).slice(1)).toEqual([[PEOPLE.lena.oid, "registered"]]);
  const cookies = JSON.stringify(await page.context().cookies());
  expect(cookies).not.toMatch(/eyJ[\w-]{10,}\.eyJ/);
});
