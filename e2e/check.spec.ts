import { randomUUID } from "node:crypto";
import { PLAIN } from "./support/browsers";
import { signUpOverHttp, somebody } from "./support/events";
import { joinLinkOn } from "./support/pass-page";
import { PEOPLE } from "./support/people";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";

const ADDRESS = "lena@tidewater.example";

test.use(PLAIN);

test("an organizer sees what works, without JavaScript, and gets a test message", async ({
  desk,
}) => {
  const page = await desk("lena", PLAIN);
  await page.goto("/dashboard/connection");
  await page.getByRole("link", { name: "Check everything" }).click();
  await expect(page.getByRole("heading", { name: "Everything works" })).toBeVisible();
  await page.getByRole("button", { name: "Send me a test message" }).click();
  await expect(page.getByText("The mail server took it.")).toBeVisible();
  const mail = await tenant().waitForMail({ to: ADDRESS, subject: "test message" });
  expect(mail.subject).toBe("Usher’s test message");
});

test("who was refused for want of a policy goes on once it is granted", async ({
  desk,
  page: attendee,
}) => {
  const displayName = `Working safely ${randomUUID().slice(0, 8)}`;
  const at = (hours: number) => new Date(Date.now() + (9 * 24 + hours) * 3_600_000).toISOString();
  const { oid } = PEOPLE.aiko;
  await tenant().makeWebinar({ organizer: oid, displayName, start: at(0), end: at(1) });
  await tenant().coverOrganizer(oid);
  const page = await desk("aiko", PLAIN);
  await page.goto("/dashboard/new");
  const slot = page.locator("section.webinars li.slot").filter({ hasText: displayName });
  await slot.getByRole("button").click();
  const slug = await page.locator("input[name=slug]").inputValue();
  await page.getByRole("button", { name: "Publish" }).click();
  await expect(page).toHaveURL(/\?published=1/);

  await tenant().uncoverOrganizer(oid);
  const pass = await signUpOverHttp(attendee.request, slug, somebody());
  const again = page.getByRole("button", { name: "Try again now" });
  await expect(async () => {
    await page.goto("/dashboard/check");
    await expect(again).toBeVisible({ timeout: 1_000 });
  }).toPass();
  await expect(page.getByText("No application access policy in Teams covers you")).toBeVisible();
  await expect(page.getByText(`-Identity '${oid}'`)).toBeVisible();

  await tenant().coverOrganizer(oid);
  await again.click();
  await expect(page.getByText("One person is tried again now.")).toBeVisible();
  await expect(page.getByText("No application access policy")).toHaveCount(0);
  await attendee.goto(pass);
  await joinLinkOn(attendee);
});

test("an administrator sees what the installation needs, without JavaScript; nobody else that there is a page", async ({
  desk,
}) => {
  const page = await desk("kofi", PLAIN);
  await page.goto("/dashboard/check");
  await page.getByRole("link", { name: "The installation" }).click();
  await expect(page.getByRole("heading", { name: "Everything works" })).toBeVisible();
  const items = page.getByRole("listitem");
  for (const title of ["Database", "Public address", "Entra", "Sign-in", "Mail server"])
    await expect(items.filter({ hasText: title }).first()).toContainText("Fine");
  // The client's secret and the return mailbox's password (scripts/sandbox.mjs).
  const html = await page.content();
  for (const secret of ["sandbox-secret", ":sandbox@"]) expect(html).not.toContain(secret);
  await page.getByLabel("Address").fill("nobody@tidewater.example");
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page.getByText("Nobody of your organization has signed in here")).toBeVisible();
  await page.getByLabel("Address").fill("kofi@tidewater.example");
  await page.getByRole("button", { name: "Look" }).click();
  await expect(page.getByRole("heading", { name: "For Kofi Mensah" })).toBeVisible();
  await page.getByRole("button", { name: "Send me a test message" }).click();
  await expect(page).toHaveURL(/\/dashboard\/installation\?mail=sent#test-message$/);
  await expect(page.getByText("The mail server took it.")).toBeVisible();

  const other = await desk("lena", PLAIN);
  const answer = await other.goto("/dashboard/installation");
  expect(answer?.status()).toBe(404);
  await expect(other.getByRole("main")).not.toContainText("Installation");
  await other.goto("/dashboard/check");
  await expect(other.getByRole("heading", { name: "Everything works" })).toBeVisible();
  await expect(other.getByRole("link", { name: "The installation" })).toHaveCount(0);
});
