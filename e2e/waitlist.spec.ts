import type { Page } from "@playwright/test";
import { violations } from "./support/axe";
import { guest } from "./support/browsers";
import { makeEvent, newAttendee } from "./support/event-states";
import { fillForm, publishEvent, type Somebody, signUp, somebody } from "./support/events";
import { passIn } from "./support/letters";
import { giveUp } from "./support/pass-page";
import { makeMeeting, tenant } from "./support/tenant";
import { expect, test } from "./support/test";

/* How places are given: by a waitlist and its offers, by the organizer, after an address is confirmed. */

const PASS = /\/r\/[\w-]{22}$/;
const heading = (page: Page) => page.getByRole("heading", { level: 1 });
/** The place is taken, whether or not the link has come. */
const IN = /^(You’re in|Your place is safe)/;

/** The pass says something else by and by: by itself, or when one looks again. */
async function expectTurned(page: Page, said: string | RegExp, scripted: boolean): Promise<void> {
  await expect(async () => {
    if (!scripted) await page.reload();
    await expect(heading(page)).toHaveText(said, { timeout: scripted ? 10_000 : 500 });
  }).toPass({ timeout: 60_000 });
}

/** axe finds nothing. It is a script itself, so it looks where scripts run. */
async function expectAccessible(page: Page, scripted: boolean): Promise<void> {
  if (scripted) expect(await violations(page)).toEqual([]);
}

/** The form says in each of its parts that it leads into the line. */
async function expectLine(page: Page): Promise<void> {
  await expect(page.getByText("Every place is taken: join the waitlist")).toBeVisible();
  await expect(page.getByText("This puts you at the end of the waitlist.")).toBeVisible();
  await expect(page.getByRole("button", { name: "Join the waitlist" })).toBeVisible();
}

async function mailTo({ email }: Somebody, subject: RegExp) {
  const found = async () =>
    (await tenant().mail({ to: email })).find((mail) => subject.test(mail.subject));
  await expect.poll(found).toBeTruthy();
  const mail = await found();
  if (!mail) throw new Error(`No mail ${subject}.`);
  return mail;
}

for (const scripted of [true, false]) {
  test.describe(`${scripted ? "with" : "without"} JavaScript`, () => {
    test.use({ javaScriptEnabled: scripted });

    test("a place given up goes along the line, until somebody accepts it", async ({
      desk,
      page,
      browser,
    }) => {
      const { joinUrl } = await makeMeeting("ines");
      const { slug } = await publishEvent(await desk("ines"), joinUrl, {
        capacity: 1,
        waitlist: true,
      });
      await signUp(page, slug, somebody("First"));
      await expect(page).toHaveURL(PASS);

      const second = await guest(browser, { javaScriptEnabled: scripted });
      const who = somebody("Second");
      await second.goto(`/e/${slug}`);
      if (scripted) await expectLine(second);
      else await expect(second.getByText(/^If every place is taken, you join/)).toBeVisible();
      await fillForm(second, who);
      await expect(heading(second)).toHaveText("You’re on the waitlist");
      await expect(second.getByText("Number 1", { exact: true })).toBeVisible();
      await expectAccessible(second, scripted);
      expect((await mailTo(who, /waitlist/)).text).toContain("number 1 in line");
      const third = await guest(browser, { javaScriptEnabled: scripted });
      await signUp(third, slug, somebody("Third"));
      await expect(third.getByText("Number 2", { exact: true })).toBeVisible();

      await giveUp(page);
      await expectTurned(second, "There’s a place for you", scripted);
      await expectAccessible(second, scripted);
      const offer = await mailTo(who, /^A place for you/);
      expect(offer.attachments).toEqual([]);
      // Looking at it accepts nothing: mail scanners open every link.
      await page.goto(passIn(offer));
      await expect(heading(page)).toHaveText("There’s a place for you, Second");
      await second.getByRole("link", { name: "Leave it to the next" }).click();
      await expect(heading(second)).toHaveText("Leave the place to the next?");
      await second.getByRole("button", { name: "Leave it to the next" }).click();
      await expect(heading(second)).toHaveText("You’ve left the list");
      await expectTurned(third, "There’s a place for you", scripted);
      await third.getByRole("button", { name: "Accept my place" }).click();
      await expect(heading(third)).toHaveText(IN);
    });

    test("a page that became full while it was read says one thing, by title, hint and button", async ({
      desk,
      browser,
    }) => {
      const organizer = await desk("aiko");
      const card = (page: Page) => page.getByRole("region", { name: "Registration" });
      const late = await guest(browser, { javaScriptEnabled: scripted });
      const who = somebody("Late");
      await test.step("with no line to join", async () => {
        const { slug } = await makeEvent(organizer, "aiko", "Full", { fields: { capacity: "1" } });
        await late.goto(`/e/${slug}`);
        await newAttendee(slug);
        await fillForm(late, who);
        await expect(late.locator("#summary")).toContainText("You haven’t been signed up");
        await expect(late.getByLabel("Email")).toHaveValue(who.email);
        await expect(card(late).getByRole("heading").first()).toHaveText(
          "Every place is taken just now",
        );
        await expect(late.getByRole("button", { name: "Try anyway" })).toBeVisible();
        await expectAccessible(late, scripted);
      });
      await test.step("with a line, and something to put right", async () => {
        const { slug } = await makeEvent(organizer, "aiko", "Line", {
          fields: { capacity: "1", waitlist: "on" },
        });
        await late.goto(`/e/${slug}`);
        await newAttendee(slug);
        await fillForm(late, { ...who, lastName: "" });
        await expect(late.locator("#summary")).toContainText("One thing to put right");
        await expectLine(late);
        await expectAccessible(late, scripted);
        await fillForm(late, who);
        await expect(heading(late)).toHaveText("You’re on the waitlist");
      });
    });

    test("an address is confirmed by the mail's button, and its place held meanwhile", async ({
      desk,
      page,
      browser,
    }) => {
      const { joinUrl } = await makeMeeting("tomas");
      const { slug } = await publishEvent(await desk("tomas"), joinUrl, {
        capacity: 1,
        confirmAddress: true,
      });
      const who = somebody("Held");
      await page.goto(`/e/${slug}`);
      await expect(page.getByText(/place is held meanwhile, for 30 minutes/)).toBeVisible();
      await signUp(page, slug, who);
      await expect(heading(page)).toHaveText("Confirm your address");
      await expect(page.getByRole("button", { name: "Confirm my address" })).toHaveCount(0);

      const late = await guest(browser, { javaScriptEnabled: scripted });
      await signUp(late, slug, somebody("Late"));
      await expect(
        late.getByRole("alert").filter({ hasText: "Every place was taken" }),
      ).toBeVisible();

      const mailed = await guest(browser, { javaScriptEnabled: scripted });
      await mailed.goto(passIn(await mailTo(who, /^Confirm your address/)));
      await expectAccessible(mailed, scripted);
      // Opening the mail's page confirmed nothing.
      await page.reload();
      await expect(heading(page)).toHaveText("Confirm your address");
      await mailed.getByRole("button", { name: "Confirm my address" }).click();
      await expect(heading(mailed)).toHaveText(IN);
      await expectTurned(page, IN, scripted);
    });

    test("the organizer approves one and declines another in own words", async ({
      desk,
      page,
      browser,
    }) => {
      const { joinUrl } = await makeMeeting("aiko");
      const event = await publishEvent(await desk("aiko"), joinUrl, { approval: true });
      const [one, other] = [somebody("Approved"), somebody("Declined")];
      await page.goto(`/e/${event.slug}`);
      await expect(page.getByRole("button", { name: "Ask for a place" })).toBeVisible();
      await signUp(page, event.slug, one);
      await expect(heading(page)).toHaveText("We passed your request on");
      const second = await guest(browser, { javaScriptEnabled: scripted });
      await signUp(second, event.slug, other);
      await expect(heading(second)).toHaveText("We passed your request on");

      const organizer = await desk("aiko", { javaScriptEnabled: scripted });
      await organizer.goto(`/dashboard/events/${event.id}`);
      await organizer.getByRole("link", { name: "Decide", exact: true }).click();
      await organizer
        .getByRole("checkbox", { name: /^Mark Approved/ })
        .first()
        .check();
      await expectAccessible(organizer, scripted);
      await organizer.getByRole("button", { name: /^Approve/ }).click();
      await expect(organizer.getByText("One person has a place now.")).toBeVisible();
      await expectTurned(page, IN, scripted);

      await organizer.goto(`/dashboard/events/${event.id}/registrations?view=requests`);
      await organizer
        .getByRole("checkbox", { name: /^Mark Declined/ })
        .first()
        .check();
      await organizer.locator("summary", { hasText: "Decline" }).click();
      await organizer.getByLabel("What you want to say to them").fill("Members first.\nNext time!");
      await expectAccessible(organizer, scripted);
      await organizer.getByRole("button", { name: "Decline", exact: true }).click();
      await expect(organizer.getByText("One person was declined.")).toBeVisible();
      await expectTurned(second, "No place this time", scripted);
      const mail = await mailTo(other, /^No place this time/);
      expect(mail.text).toContain("Members first.\nNext time!");
    });
  });
}
