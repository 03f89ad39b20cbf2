import { randomUUID } from "node:crypto";
import type { Page } from "@playwright/test";
import { guest, leave, PLAIN } from "./support/browsers";
import {
  enrol,
  enrolled,
  joinButton,
  publishEvent,
  signUp,
  signUpMany,
  somebody,
} from "./support/events";
import { joinLinkOn } from "./support/pass-page";
import { PEOPLE } from "./support/people";
import { makeMeeting, meetingOf, registrationOf, registrationPath, tenant } from "./support/tenant";
import { expect, SIZES, test } from "./support/test";

const row = (page: Page, text: string) => page.locator("tbody tr").filter({ hasText: text });
const panel = (page: Page) => page.getByRole("complementary", { name: "One person" });
const cell = (page: Page, text: string, column: number) =>
  row(page, text).locator("td").nth(column);
const PLACE = 1;
const LINK = 2;
const MAIL = 3;

async function ownEvent(desk: Page) {
  const { subject, joinUrl } = await makeMeeting("ines");
  const event = await publishEvent(desk, joinUrl);
  return { ...event, subject, roster: `/dashboard/events/${event.id}/registrations` };
}

/** Opens somebody's panel by their link. */
async function open(page: Page, name: string): Promise<void> {
  await page.getByRole("link", { name, exact: true }).click();
  await expect(panel(page).getByRole("heading", { level: 2 })).toHaveText(name);
}

test("the dashboard's counts move by themselves", async ({ desk }) => {
  const organizer = await desk("ines");
  const { slug, subject } = await ownEvent(organizer);
  await organizer.goto("/dashboard");
  const ticket = organizer.locator("li.ticket", { hasText: subject });
  await expect(ticket).toContainText("0 places taken");
  await expect(ticket.getByRole("link", { name: /^Share the page/ })).toBeVisible();
  await organizer.evaluate(() => document.body.setAttribute("data-same", "yes"));
  await enrol(slug);
  await expect(ticket).toContainText("1 place taken");
  await expect(ticket).toContainText("+1 today");
  await expect(organizer.locator("body")).toHaveAttribute("data-same", "yes");
});

for (const { size, onPhone } of SIZES)
  test.describe(size, () => {
    test("the roster fills while one looks, with place, link and mail", async ({ desk }) => {
      const organizer = await desk(
        "ines",
        onPhone ? { viewport: { width: 390, height: 844 } } : {},
      );
      const { slug, roster } = await ownEvent(organizer);
      await organizer.goto(roster);
      await expect(organizer.getByText("Nobody has signed up yet")).toBeVisible();
      const first = somebody(`Ada ${randomUUID().slice(0, 6)}`);
      await signUpMany(slug, [first]);
      const name = `${first.firstName} ${first.lastName}`;
      const line = organizer
        .locator(onPhone ? "ul.people li" : "tbody tr")
        .filter({ hasText: name });
      await expect(line).toContainText("Taken");
      await expect(line).toContainText("Ready");
      await expect(line).toContainText("Sent");
      await expect(organizer.getByText("Live", { exact: true })).toBeVisible();
      // Whoever comes later waits to be shown: nothing jumps under the pointer.
      const second = somebody(`Grace ${randomUUID().slice(0, 6)}`);
      await signUpMany(slug, [second]);
      const fresh = organizer.getByRole("button", { name: "1 new, show" });
      await expect(fresh).toBeVisible();
      await expect(organizer.getByText(second.firstName)).toHaveCount(0);
      await fresh.click();
      await expect(organizer.getByText(second.firstName)).toBeVisible();
      await organizer.getByRole("link", { name }).click();
      await expect(panel(organizer)).toContainText("Signed up");
      await expect(panel(organizer)).toContainText("Link made");
    });
  });

test("is paged on the server, searched as one types, and moved through by keys", async ({
  desk,
}) => {
  const organizer = await desk("ines");
  const { slug, roster, id } = await ownEvent(organizer);
  const people = Array.from({ length: 104 }, (_, index) => ({
    ...somebody(`Guest${index + 1}.`),
    lastName: index % 50 === 3 ? "Överström" : "Smith",
  }));
  await signUpMany(slug, people);
  await organizer.goto(roster);
  const foot = organizer.locator(".foot");
  const rows = organizer.locator("tbody tr");
  await expect(foot).toContainText("100 of 104 people");
  await expect(rows).toHaveCount(100);
  const onFirst = await rows.locator("th").allTextContents();
  await foot.getByRole("link", { name: "Next page" }).click();
  await expect(rows).toHaveCount(4);
  const onSecond = await rows.locator("th").allTextContents();
  expect(new Set([...onFirst, ...onSecond]).size).toBe(104);
  await expect(foot.getByRole("link", { name: "Next page" })).toHaveCount(0);
  await foot.getByRole("link", { name: "First page" }).click();
  await expect(rows).toHaveCount(100);

  const search = organizer.getByRole("searchbox", { name: "Search people" });
  await search.fill("ÖVERSTR");
  await expect(foot).toContainText("3 of 3 people");
  await expect(organizer).toHaveURL(/q=%C3%96VERSTR/);
  await expect(rows.locator("mark").first()).toHaveText("Överstr");
  await search.fill(people[40]?.email ?? "");
  await expect(rows).toHaveCount(1);
  await expect(rows).toContainText("Guest41.");
  await search.fill("nobody at all");
  await expect(organizer.getByText("Nobody matches “nobody at all”")).toBeVisible();
  await organizer.getByRole("link", { name: "Clear the search" }).click();
  await expect(rows).toHaveCount(100);
  const answer = await organizer.request.get(`/api/events/${id}/roster?q=%25`);
  expect(await answer.json()).toMatchObject({ total: 0, counts: { all: 104 } });

  await test.step("keys move only within the list", async () => {
    const names = rows.locator("a[data-person]");
    await organizer.reload();
    await organizer.getByRole("link", { name: "Overview" }).focus();
    await organizer.keyboard.press("j");
    await organizer.keyboard.press("/");
    await expect(organizer.getByRole("link", { name: "Overview" })).toBeFocused();
    await organizer.locator("nav.views a").first().focus();
    await organizer.keyboard.press("j");
    await expect(names.nth(0)).toBeFocused();
    await organizer.keyboard.press("j");
    await organizer.keyboard.press("j");
    await organizer.keyboard.press("k");
    await expect(names.nth(1)).toBeFocused();
    const name = await names.nth(1).textContent();
    await organizer.keyboard.press("Enter");
    await expect(panel(organizer).getByRole("heading", { level: 2 })).toHaveText(name ?? "");
    await organizer.keyboard.press("j");
    await organizer.keyboard.press("Enter");
    await expect(panel(organizer)).toContainText("3 of 104");
    await organizer.keyboard.press("Escape");
    await expect(panel(organizer)).toHaveCount(0);
    await expect(names.nth(2)).toBeFocused();
    await organizer.keyboard.press("/");
    await expect(search).toBeFocused();
    await organizer.keyboard.type("jk/");
    await expect(search).toHaveValue("jk/");
    await expect(organizer.locator(".foot .keys")).toContainText("In the list:");
  });
});

test("works without JavaScript", async ({ desk }) => {
  const organizer = await desk("ines", PLAIN);
  const { slug, roster, subject } = await ownEvent(organizer);
  const [ada, grace] = [somebody("Ada"), somebody("Grace")];
  const fault = await tenant().fault({
    service: "smtp",
    match: { recipient: grace.email },
    times: null,
    fault: { kind: "status", status: 550 },
  });
  for (const who of [ada, grace]) await enrol(slug, who);
  await organizer.goto(roster);
  const rows = organizer.locator("tbody tr");
  await expect(rows).toHaveCount(2);
  await organizer.getByRole("searchbox").fill(ada.email);
  await organizer.getByRole("searchbox").press("Enter");
  await expect(rows).toHaveCount(1);
  await open(organizer, "Ada Lovelace");
  await organizer.getByRole("link", { name: "Give up their place…" }).click();
  await expect(panel(organizer)).toContainText("Give up Ada Lovelace’s place?");
  await organizer.getByRole("button", { name: "Give up the place" }).click();
  await expect(panel(organizer)).toContainText("The place was given up.");
  await expect.poll(async () => (await registrationOf(subject))?.registrants.length).toBe(1);

  const again = organizer.getByRole("button", { name: "Try all again" });
  await expect(async () => {
    await organizer.goto(`${roster}?view=trouble`);
    await expect(again).toBeVisible({ timeout: 500 });
  }).toPass();
  await tenant().clearFault(fault);
  await again.click();
  // What asked for it is gone, and what came of it is said.
  await expect(again).toHaveCount(0);
  await expect(organizer.locator(".toolbar [role=status]")).toHaveText("Trying one again.");
  await tenant().waitForMail({ to: grace.email });
});

test("a place is given up for somebody, and they are told", async ({ desk, browser }) => {
  const organizer = await desk("ines");
  const { slug, roster, subject } = await ownEvent(organizer);
  const who = somebody();
  const pass = await enrolled(browser, slug, who);
  // What comes later than that is overtaken, and not sent.
  await tenant().waitForMail({ to: who.email });
  await organizer.goto(roster);
  await open(organizer, "Ada Lovelace");
  await panel(organizer).getByRole("link", { name: "Give up their place…" }).click();
  const dialog = organizer.getByRole("dialog");
  await dialog.getByRole("button", { name: "Keep it" }).click();
  await expect(dialog).toBeHidden();
  expect((await registrationOf(subject))?.registrants).toHaveLength(1);
  await panel(organizer).getByRole("link", { name: "Give up their place…" }).click();
  await dialog.getByRole("button", { name: "Give up the place" }).click();
  await expect(panel(organizer)).toContainText("They are told by mail.");
  await expect(cell(organizer, who.email, PLACE)).toHaveText("Given up");
  await expect(cell(organizer, who.email, LINK)).toHaveText("Removed");
  await expect.poll(async () => (await registrationOf(subject))?.registrants).toEqual([]);
  await tenant().waitForMail({ to: who.email, count: 2 });
  await expect(panel(organizer)).toContainText("by an organizer");
  await pass.reload();
  await expect(joinButton(pass)).toHaveCount(0);
  await leave(pass);
});

test.describe("what is stuck says why, and goes on when it is tried again", () => {
  test("a mail that a server refused", async ({ desk }) => {
    const organizer = await desk("ines");
    const { slug, roster, id } = await ownEvent(organizer);
    const who = somebody();
    const fault = await tenant().fault({
      service: "smtp",
      match: { recipient: who.email },
      times: null,
      fault: { kind: "status", status: 550 },
    });
    try {
      await enrol(slug, who);
      await organizer.goto(`${roster}?view=trouble`);
      await expect(cell(organizer, who.email, MAIL)).toHaveText("Refused");
      await expect(cell(organizer, who.email, LINK)).toHaveText("Ready");
      await organizer.goto(`/dashboard/events/${id}`);
      await expect(organizer.locator(".attn")).toContainText("One mail was refused");
    } finally {
      await tenant().clearFault(fault);
    }
    await organizer.goto(roster);
    await open(organizer, "Ada Lovelace");
    await expect(panel(organizer)).toContainText(
      "The mailbox doesn’t exist, or takes no mail from here (550).",
    );
    await panel(organizer).getByRole("button", { name: "Try again" }).click();
    await expect(cell(organizer, who.email, MAIL)).toHaveText("Sent");
    await tenant().waitForMail({ to: who.email });
    await expect(panel(organizer)).not.toContainText("The mail didn’t arrive.");
  });

  test("a link that Microsoft refused", async ({ desk, page }) => {
    const organizer = await desk("ines");
    const { slug, roster, id, subject } = await ownEvent(organizer);
    const who = somebody();
    const meeting = await meetingOf("ines", subject);
    const fault = await tenant().fault({
      service: "graph",
      match: {
        organizer: PEOPLE.ines.oid,
        method: "POST",
        path: `${registrationPath(meeting.id)}/registrants`,
      },
      times: null,
      fault: { kind: "status", status: 400 },
    });
    try {
      await signUp(page, slug, who);
      await expect(page.getByRole("heading", { level: 1 })).toContainText("Your place is safe");
      await organizer.goto(roster);
      await expect(cell(organizer, who.email, LINK)).toHaveText("Waiting");
      await expect(cell(organizer, who.email, LINK)).toHaveText("Not made");
      await expect(cell(organizer, who.email, PLACE)).toHaveText("Taken");
    } finally {
      await tenant().clearFault(fault);
    }
    await open(organizer, "Ada Lovelace");
    await expect(panel(organizer)).toContainText("Has a place, but no link.");
    await expect(panel(organizer)).toContainText("Microsoft didn’t accept the request.");
    await expect(panel(organizer)).toContainText(/Microsoft’s request id, for its support: \S{8,}/);
    await organizer.goto(`/dashboard/events/${id}`);
    const needs = organizer.locator(".attn");
    await expect(needs).toContainText("One person got no link");
    await needs.getByRole("button", { name: "Try all again" }).click();
    await expect(organizer.locator(".banner.done")).toHaveText("Trying one again.");
    await organizer.goto(roster);
    await expect(cell(organizer, who.email, LINK)).toHaveText("Ready");
    expect((await registrationOf(subject))?.registrants).toHaveLength(1);
    await expect(joinButton(page)).toBeVisible();
  });
});

test("a registration deleted at Microsoft is made again, with one mail for each", async ({
  desk,
  browser,
}) => {
  const organizer = await desk("ines", PLAIN);
  const { slug, subject, id } = await ownEvent(organizer);
  const people = [somebody("Ada"), somebody("Grace")];
  const passes: Page[] = [];
  for (const who of people) passes.push(await enrolled(browser, slug, who));
  for (const { email } of people) await tenant().waitForMail({ to: email });
  const meeting = await meetingOf("ines", subject);
  await tenant().deleteRegistration(meeting.id);
  // The next sign-up finds out.
  const page = await guest(browser, PLAIN);
  await signUp(page, slug, somebody("Mary"));
  await expect(page.getByRole("heading", { level: 1 })).toContainText("Your place is safe");
  await organizer.goto(`/dashboard/events/${id}`);
  const needs = organizer.locator(".attn");
  await expect(async () => {
    await organizer.reload();
    await expect(needs).toContainText("links stopped working: make them again", { timeout: 1_000 });
  }).toPass();
  await expect(needs).toContainText("2 links stopped working");
  await needs.getByRole("button", { name: "Make the links again" }).click();
  await expect(organizer.getByText("Done: 3 new links are on their way.")).toBeVisible();
  await expect.poll(async () => (await registrationOf(subject))?.registrants.length).toBe(3);
  const alive = (await registrationOf(subject))?.registrants.map(({ joinWebUrl }) => joinWebUrl);
  for (const [index, pass] of passes.entries()) {
    const mails = { to: people[index]?.email ?? "" };
    await tenant().waitForMail({ ...mails, count: 2 });
    expect(await tenant().mail(mails)).toHaveLength(2);
    await pass.reload();
    expect(alive).toContain(await joinButton(pass).getAttribute("href"));
    await leave(pass);
  }
  expect(alive).toContain(await joinLinkOn(page));
  await organizer.reload();
  await expect(needs).not.toContainText("stopped working");
});
