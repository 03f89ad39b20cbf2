import { violations } from "./support/axe";
import { makeEvent, newAttendee } from "./support/event-states";
import { MAIL_EVENTS_SECRET, noSuchMailbox, tellMailEvents } from "./support/mail-events";
import { tenant } from "./support/tenant";
import { expect, test } from "./support/test";

test("a mail that comes back stands on the person, with what to do", async ({ desk }) => {
  const page = await desk("tomas");
  const { id, slug } = await makeEvent(page, "tomas", "Bounced");
  const { email } = await newAttendee(slug);
  const mail = await tenant().waitForMail({ to: email });
  const told = noSuchMailbox(mail.headers["message-id"]);
  expect(await tellMailEvents(told, null)).toBe(401);
  expect(await tellMailEvents(told, "somebody-elses")).toBe(401);
  expect(await tellMailEvents({}, MAIL_EVENTS_SECRET)).toBe(400);
  expect(await tellMailEvents(told, MAIL_EVENTS_SECRET)).toBe(204);

  await page.goto(`/dashboard/events/${id}`);
  await expect(page.locator(".attn")).toContainText("Mail to one person came back");
  await page.goto(`/dashboard/events/${id}/registrations?view=trouble`);
  await page.getByRole("link", { name: "Ada Lovelace", exact: true }).click();
  const panel = page.getByRole("complementary", { name: "One person" });
  await expect(panel).toContainText("The mail came back. There is no such mailbox.");
  await expect(panel).toContainText("550 5.1.1 <b>no such user</b>, see [link]");
  await expect(panel).toContainText("What comes back later shows here.");
  expect(await violations(page)).toEqual([]);
  await panel.getByRole("button", { name: "Try again" }).click();
  await expect(panel).not.toContainText("The mail came back.");
});
