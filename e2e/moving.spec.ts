import { guest, leave, PLAIN } from "./support/browsers";
import { makeEvent, newAttendee } from "./support/event-states";
import { joinButton } from "./support/events";
import { makeMeeting, meetingOf, registrationOf, tenant } from "./support/tenant";
import { expect, test } from "./support/test";

test("an event moves to another meeting with everybody kept, stopped and resumed on the way", async ({
  desk,
  browser,
}) => {
  const host = await desk("ines");
  const event = await makeEvent(host, "ines", "Moving");
  const { at, email } = await newAttendee(event.slug);
  const attendee = await guest(browser, PLAIN);
  await attendee.goto(at);
  await expect(joinButton(attendee)).toBeVisible();
  const before = (await joinButton(attendee).getAttribute("href")) ?? "";
  const there = await makeMeeting("ines");
  const { id: graphId } = await meetingOf("ines", there.subject);

  await host.goto(`/dashboard/events/${event.id}/settings`);
  await host.getByRole("link", { name: "Move to another meeting or way" }).click();
  await host.getByRole("link", { name: "Paste a link" }).click();
  await host.locator("textarea[name=reference]").fill(there.joinUrl);
  await host.getByRole("button", { name: "Find the meeting" }).click();
  await expect(host.getByRole("heading", { name: `Move to “${there.subject}”?` })).toBeVisible();
  await expect(host.locator("#registrar-external")).toBeChecked();
  await expect(host.getByText("One person gets a new link, in one mail.")).toBeVisible();

  // Microsoft is out of order there: the old link stands, and the organizer stops.
  const fault = await tenant().fault({
    service: "graph",
    match: { method: "POST", path: `${graphId}/registration/registrants` },
    times: null,
    fault: { kind: "status", status: 503 },
  });
  await host.getByRole("button", { name: "Move one person" }).click();
  const card = host.locator("section.moving");
  await expect(card).toContainText("0 of 1 moved");
  await attendee.reload();
  await expect(joinButton(attendee)).toHaveAttribute("href", before);
  await card.getByRole("button", { name: "Stop" }).click();
  await expect(card).toContainText("Move stopped");
  await tenant().clearFault(fault);
  await card.getByRole("button", { name: "Resume" }).click();

  await expect(host.getByText("One person has moved, and has the new link")).toBeVisible();
  await attendee.reload();
  await expect(joinButton(attendee)).not.toHaveAttribute("href", before);
  const after = (await joinButton(attendee).getAttribute("href")) ?? "";
  const mail = await tenant().waitForMail({ to: email, subject: "New link" });
  expect(mail.text).toContain(after);
  expect((await registrationOf(there.subject))?.registrants).toHaveLength(1);
  await leave(attendee);
});

test("the page that leads there fits a phone in German, whose words are longest", async ({
  desk,
}) => {
  const event = await makeEvent(await desk("ines"), "ines", "Schmal");
  const page = await desk("ines", { locale: "de-DE", viewport: { width: 390, height: 844 } });
  await page.goto(`/dashboard/events/${event.id}/settings`);
  await expect(page.getByRole("link", { name: /anderen Zugang umziehen/ })).toBeVisible();
  const [wide, seen] = await page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return [scrollWidth, clientWidth];
  });
  expect(wide).toBe(seen);
});
