import { leave } from "./support/browsers";
import { enrolled, joinButton, publishEvent, signUp, somebody } from "./support/events";
import { makeMeeting, registrationOf } from "./support/tenant";
import { expect, test } from "./support/test";

for (const javaScriptEnabled of [true, false]) {
  const how = javaScriptEnabled ? "with" : "without";
  test(`an organizer disconnects ${how} JavaScript, places go on, connecting again delivers`, async ({
    desk,
    page,
    browser,
  }) => {
    // One person's connection: the other half of this test has another one.
    const person = javaScriptEnabled ? "nadia" : "rosa";
    const meeting = await makeMeeting(person);
    const { slug } = await publishEvent(await desk(person), meeting.joinUrl);
    const before = await enrolled(browser, slug);

    const organizer = await desk(person, { javaScriptEnabled });
    await organizer.goto("/dashboard/connection");
    await organizer.getByRole("link", { name: "Disconnect…" }).click();
    await expect(organizer.getByText("One event of yours is open.")).toBeVisible();
    await organizer.getByRole("link", { name: "Stay connected" }).click();
    await expect(organizer.getByRole("heading", { name: "Connected" })).toBeVisible();
    await organizer.getByRole("link", { name: "Disconnect…" }).click();
    await organizer.getByRole("button", { name: "Disconnect" }).click();
    await expect(organizer.getByText("Usher was disconnected here.")).toBeVisible();

    await signUp(page, slug, somebody());
    await expect(page.getByRole("heading", { level: 1 })).toHaveText("Your place is safe");
    await expect(joinButton(page)).toHaveCount(0);
    await before.reload();
    await expect(joinButton(before)).toBeVisible();

    await organizer.getByRole("button", { name: "Reconnect" }).first().click();
    // Microsoft knows the browser and asks nothing.
    await expect(organizer.getByRole("heading", { name: "Connected" })).toBeVisible();
    await expect
      .poll(async () => (await registrationOf(meeting.subject))?.registrants.length)
      .toBe(2);
    await page.reload();
    await expect(joinButton(page)).toBeVisible();
    await leave(before);
  });
}
