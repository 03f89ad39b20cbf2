import { randomUUID } from "node:crypto";
import { type APIRequestContext, type Page, request as requests } from "@playwright/test";
import { load } from "cheerio";
import { product } from "./setup/product";
import { guest, leave, PLAIN } from "./support/browsers";
import { type EventChoices, publishEvent, signUp } from "./support/events";
import { passIn, subjectsTo } from "./support/letters";
import { giveUp } from "./support/pass-page";
import { openForm, sendForm } from "./support/plain-form";
import { makeMeeting, registrationOf, tenant } from "./support/tenant";
import { expect, SIZES, test } from "./support/test";

const PASS = /\/r\/[\w-]{22}$/;
const ENGLISH = { headers: { accept: "text/html", "accept-language": "en-GB" } };

function somebody(firstName = "Ada") {
  return { firstName, lastName: "Love", email: `${randomUUID()}@example.com` };
}

async function publish(desk: Page, choices: EventChoices = {}) {
  const meeting = await makeMeeting("ines");
  return { ...meeting, ...(await publishEvent(desk, meeting.joinUrl, choices)) };
}

const registrants = async (subject: string) => (await registrationOf(subject))?.registrants ?? [];

async function placesLeft(from: APIRequestContext, slug: string): Promise<number> {
  return ((await (await from.get(`/api/places/${slug}`)).json()) as { left: number }).left;
}

const heading = (page: Page) => page.getByRole("heading", { level: 1 });
const submit = (page: Page) => page.locator("form:has(input[name=email]) button[type=submit]");

for (const javaScriptEnabled of [true, false]) {
  test.describe(`${javaScriptEnabled ? "with" : "without"} JavaScript`, () => {
    test.use({ javaScriptEnabled });

    for (const { size, device } of SIZES)
      test.describe(size, () => {
        test.use(device);

        test("a double click registers once", async ({ desk, page }) => {
          const event = await publish(await desk("ines"), { capacity: 9 });
          const who = somebody();
          await page.goto(`/e/${event.slug}`);
          for (const [field, value] of Object.entries(who))
            await page.locator(`input[name=${field}]`).fill(value);
          await submit(page).dblclick();
          await expect(page).toHaveURL(PASS);
          await expect.poll(async () => (await registrants(event.subject)).length).toBe(1);
          expect(await placesLeft(page.request, event.slug)).toBe(8);
        });
      });

    test("Enter sends the form, and the same browser is told its own pass again", async ({
      desk,
      page,
    }) => {
      const event = await publish(await desk("ines"), { capacity: 1 });
      const who = somebody();
      await page.goto(`/e/${event.slug}`);
      for (const [field, value] of Object.entries(who))
        await page.locator(`input[name=${field}]`).fill(value);
      await page.locator("input[name=email]").press("Enter");
      await expect(page).toHaveURL(PASS);
      const pass = page.url();
      await signUp(page, event.slug, { ...who, email: who.email.toUpperCase() });
      // Though every place is taken: theirs is among them.
      await expect(page).toHaveURL(pass);
      expect(await placesLeft(page.request, event.slug)).toBe(0);
      await expect.poll(async () => (await registrants(event.subject)).length).toBe(1);
    });

    test("the last place goes once, and again after it was given up", async ({
      desk,
      page,
      browser,
    }) => {
      const event = await publish(await desk("ines"), { capacity: 1 });
      await signUp(page, event.slug, somebody("First"));
      await expect(page).toHaveURL(PASS);

      const second = await guest(browser, { javaScriptEnabled });
      const late = somebody("Second");
      await signUp(second, event.slug, late);
      await expect(second).toHaveURL(new RegExp(`/e/${event.slug}/register#summary$`));
      const summary = second.getByRole("alert").filter({ hasText: "Every place was taken" });
      await expect(summary).toBeVisible();
      for (const [field, value] of Object.entries(late))
        await expect(second.locator(`input[name=${field}]`)).toHaveValue(value);

      await giveUp(page);
      await expect(heading(page)).toHaveText("You’ve given up your place");
      await submit(second).click();
      // Without JavaScript the browser keeps the fragment of the page that the form stood on.
      await expect(second).toHaveURL(/\/r\/[\w-]{22}(#summary)?$/);
      await expect
        .poll(async () => (await registrants(event.subject)).map(({ posts }) => posts))
        .toEqual([1]);
      await leave(second);
    });
  });
}

test("another browser with the same address learns nothing; the mailbox's owner gets a pass", async ({
  desk,
  browser,
}) => {
  const page = await guest(browser, PLAIN);
  const event = await publish(await desk("ines"), { capacity: 9 });
  const owner = somebody();
  await signUp(page, event.slug, owner);
  await expect(page).toHaveURL(PASS);
  const first = page.url();
  await tenant().waitForMail({ to: owner.email });

  const stranger = await guest(browser, PLAIN);
  await signUp(stranger, event.slug, { ...somebody("Mallory"), email: owner.email });
  await expect(stranger).toHaveURL(new RegExp(`/e/${event.slug}/mailbox$`));
  expect(wayIn(await stranger.content())).toBeNull();
  await expect(stranger.getByText("Love")).toHaveCount(0);

  const mail = await tenant().waitForMail({ to: owner.email, subject: "Your new pass", count: 1 });
  expect(mail.text).toContain("Here’s your new pass, Ada.");
  await page.goto(passIn(mail));
  await expect(heading(page)).toContainText("You’re in, Ada");
  await page.goto(first);
  await expect(heading(page)).toHaveText("This pass was replaced by a newer one");
  expect(await placesLeft(page.request, event.slug)).toBe(8);
  expect(await registrants(event.subject)).toHaveLength(1);
  await leave(stranger);
});

test("with the link by mail only, a known address and a new one get the same answer", async ({
  desk,
  browser,
}) => {
  const event = await publish(await desk("ines"), { delivery: "email" });
  const known = somebody();
  const answers: string[] = [];
  for (const who of [known, { ...somebody("Mallory"), email: known.email }, somebody("Mallory")]) {
    const page = await guest(browser, PLAIN);
    await signUp(page, event.slug, who);
    await expect(page).toHaveURL(new RegExp(`/e/${event.slug}/mailbox$`));
    answers.push((await page.locator("main").innerHTML()).replaceAll(who.email, "ADDRESS"));
    await leave(page);
  }
  expect(new Set(answers).size).toBe(1);
  await tenant().waitForMail({ to: known.email, subject: "Your new pass" });
  await expect.poll(async () => (await registrants(event.subject)).length).toBe(2);
});

test("forty at once for five places: five get one", async ({ desk, request }) => {
  const event = await publish(await desk("ines"), { capacity: 5 });
  const answers = await allAtOnce(40, event.slug, () => somebody());
  const passes = answers.filter(({ location }) => PASS.test(location));
  const full = answers.filter(({ location }) => location === `/e/${event.slug}/register#summary`);
  expect(answers.map(({ status }) => status)).toEqual(Array(40).fill(303));
  expect(new Set(passes.map(({ location }) => location)).size).toBe(5);
  expect(full).toHaveLength(35);
  expect(await placesLeft(request, event.slug)).toBe(0);
  await expect.poll(async () => (await registrants(event.subject)).length).toBe(5);
  for (const { location } of passes) {
    const pass = load(await (await request.get(location, ENGLISH)).text());
    expect(pass("h1").text()).toMatch(/^(You’re in|Your place is safe)$/);
  }
});

test("the same address ten times at once: one place and one registrant", async ({
  desk,
  request,
}) => {
  const event = await publish(await desk("ines"), { capacity: 20 });
  const who = somebody();
  const answers = await allAtOnce(10, event.slug, () => who);
  const passes = answers.filter(({ location }) => PASS.test(location));
  const mailbox = answers.filter(({ location }) => location === `/e/${event.slug}/mailbox`);
  expect([passes.length, mailbox.length]).toEqual([1, 9]);
  expect(await placesLeft(request, event.slug)).toBe(19);
  await tenant().waitForMail({ to: who.email, count: 2 });
  const made = await registrants(event.subject);
  expect(made.map(({ posts }) => posts)).toEqual([1]);
  // Nine strangers fill nobody's mailbox.
  const subjects = (await subjectsTo(who.email)).map((subject) => subject.split(":")[0]);
  expect(subjects.sort()).toEqual(["Your new pass", "You’re in"]);
});

/** What in a page's source leads to somebody's place, if anything does. */
function wayIn(source: string): string | null {
  return /\/r\/[\w-]{22}|\/j\/|teams\.microsoft/.exec(source)?.[0] ?? null;
}

/** Each from a browser of its own, without JavaScript: the page first, then everybody's form at once. */
async function allAtOnce(
  number: number,
  slug: string,
  who: () => { firstName: string; lastName: string; email: string },
) {
  const baseURL = product().appUrl;
  const everybody = await Promise.all(
    Array.from({ length: number }, async () => {
      const from = await requests.newContext({ baseURL });
      return { from, form: await openForm(from, `/e/${slug}`) };
    }),
  );
  const answers = await Promise.all(
    everybody.map(({ from, form }) => sendForm(from, form, { ...who() })),
  );
  await Promise.all(everybody.map(({ from }) => from.dispose()));
  return answers;
}
