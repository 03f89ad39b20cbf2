import { product } from "./setup/product";
import { guest, leave, PLAIN } from "./support/browsers";
import { enrol, enrolled, joinButton, publishEvent, somebody } from "./support/events";
import { entryOf, passIn, readEntry } from "./support/letters";
import { calendarFile } from "./support/pass-page";
import { makeMeeting, tenant } from "./support/tenant";
import { expect, test } from "./support/test";

/** The mail about an event that came to somebody, by how its subject begins. */
const mailTo = (to: string, begins: string, subject: string) =>
  tenant().waitForMail({ to, subject: `${begins}${subject}` });

test("a change is told when the organizer says so, and moves the entry in the calendar", async ({
  browser,
  desk,
}) => {
  const { subject, joinUrl } = await makeMeeting("ines");
  const organizer = await desk("ines");
  const { id, slug } = await publishEvent(organizer, joinUrl);
  const who = somebody();
  const pass = await enrolled(browser, slug, who);
  const confirmed = entryOf(await mailTo(who.email, "You’re in: ", subject));

  const edit = `/dashboard/events/${id}/edit`;
  await organizer.goto(edit);
  const starts = organizer.locator("#editor [name=startsAt]");
  const ends = organizer.locator("#editor [name=endsAt]");
  const before = await starts.inputValue();
  await starts.fill(before.replace(/T.*/, "T07:15"));
  await ends.fill(before.replace(/T.*/, "T08:45"));
  const bar = organizer.locator(".savebar");
  // Tab goes from part to part within such a field.
  await ends.blur();
  await expect(bar).toContainText(
    "One person has a place or waits for one, and knows the old time.",
  );
  await expect(bar).toContainText("Not saved yet");
  await bar.getByRole("button", { name: "Save and tell one person" }).click();
  await expect(bar).toContainText("One person gets a mail.");

  const mail = await mailTo(who.email, "Changed: ", subject);
  const link = await joinButton(pass).getAttribute("href");
  expect(mail.text).toContain(`\n${link}\n`);
  expect(mail.text).toMatch(/^BEFORE$/m);
  const moved = entryOf(mail);
  expect(moved).toMatchObject({ method: "REQUEST", uid: confirmed.uid });
  expect(moved.sequence).toBeGreaterThan(confirmed.sequence);
  expect(moved.startsAt.toISOString()).not.toBe(confirmed.startsAt.toISOString());
  await pass.reload();
  const file = readEntry(await calendarFile(pass));
  expect(file).toMatchObject({ uid: confirmed.uid, sequence: moved.sequence });
  expect(file.startsAt.toISOString()).toBe(moved.startsAt.toISOString());

  // Quietly: the page follows, and nobody hears of it.
  await organizer.locator("#editor [name=title]").fill(`${subject}, once more`);
  await organizer.locator("#editor [name=title]").press("Tab");
  await expect(bar).toContainText("knows the old title");
  await bar.getByRole("button", { name: "Save, tell nobody" }).click();
  await expect(bar).toContainText(/Saved \d/);
  await expect(bar).not.toContainText("mail");
  await pass.reload();
  await expect(pass.getByRole("heading", { name: `${subject}, once more` })).toBeVisible();
  const all = await tenant().mail({ to: who.email });
  expect(all).toHaveLength(2);
});

test("without JavaScript the organizer is asked too", async ({ desk }) => {
  const { subject, joinUrl } = await makeMeeting("ines");
  const { id, slug } = await publishEvent(await desk("ines"), joinUrl);
  const who = somebody();
  await enrol(slug, who);
  const plain = await desk("ines", PLAIN);
  await plain.goto(`/dashboard/events/${id}/edit`);
  await plain.locator("#editor [name=title]").fill(`${subject} at last`);
  // A row that is emptied is gone; one that is filled is new.
  const numbers = plain.locator("[name=reminderNumber]");
  await expect(numbers).toHaveCount(3);
  await numbers.nth(0).fill("");
  await numbers.nth(2).fill("2");
  await plain.locator(".savebar").getByRole("button", { name: "Save", exact: true }).click();
  await expect(plain.locator(".savebar")).toContainText("knows the old title");
  await expect(plain.locator("#editor [name=title]")).toHaveValue(`${subject} at last`);
  await plain.getByRole("button", { name: "Save and tell one person" }).click();
  await expect(plain.locator(".savebar")).toContainText("One person gets a mail.");
  expect(
    await numbers.evaluateAll((all) => all.map((one) => (one as HTMLInputElement).value)),
  ).toEqual(["2", "1", ""]);
  const mail = await mailTo(who.email, "Changed: ", `${subject} at last`);
  expect(entryOf(mail).title).toBe(`${subject} at last`);
});

test("reminders are added, taken out and refused beside their rows", async ({ desk }) => {
  const { joinUrl } = await makeMeeting("ines");
  const page = await desk("ines");
  const { id } = await publishEvent(page, joinUrl);
  await page.goto(`/dashboard/events/${id}/edit`);
  const rows = page.getByRole("group", { name: "Reminders by email" });
  const numbers = rows.locator("[name=reminderNumber]");
  const bar = page.locator(".savebar");
  await expect(numbers).toHaveCount(2);
  await rows.getByRole("button", { name: "Add a reminder" }).click();
  await expect(numbers.nth(2)).toBeFocused();
  await page.keyboard.type("ten");
  await page.keyboard.press("Tab");
  await expect(rows).toContainText("Write each reminder as a whole number from 1.");
  await numbers.nth(2).fill("10");
  await rows.getByLabel("Reminder 3: unit").selectOption("m");
  await page.locator("[name=followUp]").selectOption("1440");
  await page.locator("[name=alarm]").selectOption("off");
  await page.locator("[name=alarm]").press("Tab");
  await expect(bar).toContainText(/Saved \d/);
  await rows.getByRole("button", { name: "Remove reminder 1" }).click();
  await expect(numbers).toHaveCount(2);
  await expect(bar).toContainText(/Saved \d/);
  await page.reload();
  await expect(numbers).toHaveCount(2);
  await expect(numbers.nth(0)).toHaveValue("1");
  await expect(numbers.nth(1)).toHaveValue("10");
  await expect(page.locator("[name=followUp]")).toHaveValue("1440");
  await expect(page.locator("[name=alarm]")).toHaveValue("off");
  for (const left of [1, 0]) {
    await rows.getByRole("button", { name: "Remove reminder 1" }).click();
    await expect(numbers).toHaveCount(left);
  }
  await expect(rows).toContainText("No reminder goes out.");
});

test("the pass offers four calendars, and those on the web don't learn the link", async ({
  browser,
  desk,
}) => {
  const { joinUrl } = await makeMeeting("ines");
  const { slug } = await publishEvent(await desk("ines"), joinUrl);
  const pass = await enrolled(browser, slug);
  const link = (await joinButton(pass).getAttribute("href")) ?? "";
  const offers = {
    "Google Calendar": "calendar.google.com",
    "Outlook.com": "outlook.live.com",
    "Outlook at work or school": "outlook.office.com",
  };
  for (const [name, host] of Object.entries(offers)) {
    const href = (await pass.getByRole("link", { name }).getAttribute("href")) ?? "";
    expect(new URL(href).host).toBe(host);
    expect(new URL(href).searchParams.get("location")).toBe(`${product().appUrl}/e/${slug}`);
    expect(decodeURIComponent(href)).not.toContain("teams.microsoft.com");
    expect(href).not.toContain(new URL(pass.url()).pathname);
  }
  expect(readEntry(await calendarFile(pass)).description).toContain(link);
});

for (const javaScriptEnabled of [true, false]) {
  const way = javaScriptEnabled ? "with" : "without";
  test(`the pass sends the mail again, and gives way to a new one, ${way} JavaScript`, async ({
    browser,
    desk,
  }) => {
    const { subject, joinUrl } = await makeMeeting("ines");
    const { slug } = await publishEvent(await desk("ines"), joinUrl);
    const who = somebody();
    const page = await guest(browser, { javaScriptEnabled });
    await page.goto(await enrol(slug, who));
    const again = page.getByRole("button", { name: /^Send me the mail again/ });
    await again.click();
    await expect(page.locator(".said")).toContainText("on its way to your address");
    const mail = await mailTo(who.email, "Once more: ", subject);
    await again.click();
    await expect(page.locator(".said")).toContainText("within the last hour");

    await page.getByRole("link", { name: /^Get a new pass/ }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("End this pass?");
    await page.getByRole("button", { name: "End it and mail me a new one" }).click();
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "This pass was replaced by a newer one",
    );
    await page.goto(passIn(mail));
    await expect(page.getByRole("heading", { level: 1 })).toHaveText(
      "This pass was replaced by a newer one",
    );
    const fresh = passIn(await mailTo(who.email, "Your new pass: ", subject));
    await page.goto(fresh);
    await expect(page.getByRole("heading", { level: 1 })).toContainText("You’re in");
    await leave(page);
  });
}
