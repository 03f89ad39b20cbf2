import type { BrowserContext, Page } from "@playwright/test";
import { product } from "./setup/product";
import { guest, leave, PLAIN } from "./support/browsers";
import { fillForm, publishEvent } from "./support/events";
import { joinLinkOn } from "./support/pass-page";
import { PEOPLE } from "./support/people";
import { openForm, sendForm } from "./support/plain-form";
import { passMicrosoft } from "./support/sign-in";
import { makeMeeting, registrationOf } from "./support/tenant";
import { expect, test } from "./support/test";

const PASS = /\/r\/[\w-]{22}$/;
const HANDOFF = "usher-attendee";

async function publish(desk: Page) {
  const meeting = await makeMeeting("aiko");
  const event = await publishEvent(desk, meeting.joinUrl, { audience: "organization" });
  return { ...meeting, ...event };
}

const signInButton = (page: Page) => page.getByRole("button", { name: "Sign in with Microsoft" });
const summary = (page: Page) => page.locator("#summary");

/** From the event's page over Microsoft to the form. */
async function signInFor(page: Page, slug: string, name: string): Promise<void> {
  await page.goto(`/e/${slug}`);
  await signInButton(page).click();
  await passMicrosoft(page, name);
  await expect(page).toHaveURL(new RegExp(`/e/${slug}/register$`));
  await expect(page.getByText(`Signed in as ${name}.`)).toBeVisible();
}

const submit = (page: Page) => page.locator("form:has(input[name=email]) button[type=submit]");

async function handoffOf(context: BrowserContext) {
  return (await context.cookies(`${product().appUrl}/e`)).filter(({ name }) => name === HANDOFF);
}

const registrants = async (subject: string) =>
  (await registrationOf(subject))?.registrants.map(({ userId }) => userId) ?? [];

for (const javaScriptEnabled of [true, false]) {
  test.describe(`${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    test.use({ javaScriptEnabled });

    test("somebody of another organization is told so, and may be somebody else", async ({
      desk,
      page,
    }) => {
      const event = await publish(await desk("aiko"));
      await page.goto(`/e/${event.slug}`);
      await expect(page.locator("input[name=email]")).toHaveCount(0);
      await signInButton(page).click();
      await page.getByRole("button", { name: PEOPLE.joe.name }).click();
      await page.getByRole("link", { name: "Back to Usher" }).click();
      await expect(page).toHaveURL(new RegExp(`/e/${event.slug}/register\\?`));
      await expect(summary(page)).toContainText("That account belongs to another organization");
      await expect(summary(page)).toContainText("Sign in with your account there.");
      await expect(page.locator("input[name=email]")).toHaveCount(0);

      await signInButton(page).click();
      await passMicrosoft(page, PEOPLE.per.name);
      await expect(page.getByText("Signed in as Per Lindqvist.")).toBeVisible();
      await expect(summary(page)).toHaveCount(0);
      await submit(page).click();
      await expect(page).toHaveURL(PASS);
      await joinLinkOn(page);
      expect(await registrants(event.subject)).toEqual([PEOPLE.per.oid]);
    });

    test("a sign-in serves one sign-up: a form that is sent again asks to sign in again", async ({
      desk,
      page,
      context,
      browser,
    }) => {
      const event = await publish(await desk("aiko"));
      await signInFor(page, event.slug, PEOPLE.noor.name);
      const kept = await handoffOf(context);
      expect(kept).toMatchObject([{ httpOnly: true, sameSite: "Lax", path: "/e" }]);
      // Somebody copies the cookie and opens the form while it is good.
      const copy = await guest(browser, { javaScriptEnabled });
      await copy.context().addCookies(kept);
      await copy.goto(`/e/${event.slug}/register`);
      await expect(copy.getByText("Signed in as Noor Haddad.")).toBeVisible();

      await submit(page).click();
      await expect(page).toHaveURL(PASS);
      await submit(copy).click();
      await expect(copy).toHaveURL(new RegExp(`/e/${event.slug}/register#summary$`));
      await expect(summary(copy)).toContainText("Sign in to reserve your place");
      await expect(signInButton(copy)).toBeVisible();
      await expect(copy.getByText("Signed in as")).toHaveCount(0);
      await expect(copy.locator("a[href*='/r/']")).toHaveCount(0);
      await page.goto(`/e/${event.slug}/register`);
      await expect(signInButton(page)).toBeVisible();
      await expect(page.locator("input[name=email]")).toHaveCount(0);
      await expect.poll(() => registrants(event.subject)).toEqual([PEOPLE.noor.oid]);
      await leave(copy);
    });

    test("a sign-in for one event is none for another", async ({ desk, page }) => {
      const organizer = await desk("aiko");
      const event = await publish(organizer);
      const another = await publish(organizer);
      await signInFor(page, event.slug, PEOPLE.per.name);
      await page.goto(`/e/${another.slug}/register`);
      await expect(signInButton(page)).toBeVisible();
      await expect(page.locator("input[name=email]")).toHaveCount(0);

      const form = await openForm(page.request, `/e/${event.slug}/register`);
      const answer = await sendForm(page.request, form, { slug: another.slug });
      expect(answer).toMatchObject({
        status: 303,
        location: `/e/${another.slug}/register#summary`,
      });
      await page.goto(`/e/${another.slug}/register`);
      await expect(summary(page)).toContainText("Sign in to reserve your place");
      // It came to nothing, so it is still good where it belongs.
      await page.goto(`/e/${event.slug}/register`);
      await submit(page).click();
      await expect(page).toHaveURL(PASS);
      await expect.poll(() => registrants(event.subject)).toEqual([PEOPLE.per.oid]);
      expect(await registrants(another.subject)).toEqual([]);
    });

    test("the same member twice has one place, whatever address is typed", async ({
      desk,
      page,
      browser,
    }) => {
      const event = await publish(await desk("aiko"));
      await signInFor(page, event.slug, PEOPLE.noor.name);
      await submit(page).click();
      await expect(page).toHaveURL(PASS);

      const elsewhere = await guest(browser, { javaScriptEnabled });
      await signInFor(elsewhere, event.slug, PEOPLE.noor.name);
      const typed = { firstName: "Noor", lastName: "H.", email: `${event.slug}@example.com` };
      await fillForm(elsewhere, typed);
      await expect(elsewhere).toHaveURL(page.url());
      await joinLinkOn(elsewhere);
      expect(await registrants(event.subject)).toEqual([PEOPLE.noor.oid]);
      await leave(elsewhere);
    });
  });
}

test("a member's form that was sent twice leads to the one pass both times", async ({
  desk,
  browser,
}) => {
  const page = await guest(browser, PLAIN);
  const event = await publish(await desk("aiko"));
  await signInFor(page, event.slug, PEOPLE.per.name);
  const form = await openForm(page.request, `/e/${event.slug}/register`);
  const first = await sendForm(page.request, form);
  const second = await sendForm(page.request, form);
  expect(first.location).toMatch(PASS);
  expect(second.location).toBe(first.location);
  await expect.poll(() => registrants(event.subject)).toEqual([PEOPLE.per.oid]);
});
