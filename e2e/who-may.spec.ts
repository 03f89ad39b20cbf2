import { guest, leave } from "./support/browsers";
import { mailedPass, makeEvent, newAddress } from "./support/event-states";
import { fillForm } from "./support/events";
import { openForm, sendForm } from "./support/plain-form";
import { expect, test } from "./support/test";

/* For whom an event is: domains and invitation codes, from the organizer's settings to the form. */

test("an event by invitation, for one domain: codes are made, used, counted and revoked", async ({
  desk,
  browser,
  request,
}) => {
  const host = await desk("aiko");
  const event = await makeEvent(host, "aiko", "By invitation", {
    fields: { emailDomains: "Example.com", invitedOnly: "on", delivery: "email" },
  });
  const settings = `/dashboard/events/${event.id}/settings`;
  await host.goto(settings);
  const card = host.locator("#invitations");
  await expect(card).toContainText("none works");

  await card.getByLabel("How many people").fill("none");
  await card.getByRole("button", { name: "Make a code" }).click();
  await expect(card.getByLabel("How many people")).toHaveAccessibleDescription(/from 1 to 100,000/);
  await card.getByLabel("For whom").fill("The choir");
  await card.getByLabel("How many people").fill("2");
  await card.getByRole("button", { name: "Make a code" }).click();
  const made = card.getByRole("status").filter({ hasText: "Made" });
  await expect(made).toHaveText(/^Made: [0-9A-Z]{4}(-[0-9A-Z]{4}){2}$/);
  const code = (await card.locator("[data-code] b").first().textContent()) ?? "";
  await expect(card).toContainText("0 of 2 used");

  // With JavaScript: the link fills the code in; what is wrong is said beside its field.
  const invited = await guest(browser);
  await invited.goto(`/e/${event.slug}?code=${code}`);
  await expect(invited.locator(".facts")).toContainText("By invitation");
  await expect(invited.locator(".facts")).toContainText("For addresses at example.com");
  await expect(invited.locator("input[name=code]")).toHaveValue(code);
  const somebody = { firstName: "Ada", lastName: "Lovelace", email: "ada@example.org" };
  await fillForm(invited, somebody);
  await expect(invited.locator("#email")).toHaveAccessibleDescription(
    /Enter an address at example/,
  );
  await expect(invited.locator("input[name=code]")).toHaveValue(code);
  const email = newAddress("ada");
  await fillForm(invited, { ...somebody, email });
  await expect(invited).toHaveURL(/\/mailbox$/);
  await mailedPass(email);
  await leave(invited);

  // Without: a wrong code keeps everything typed, the second use is the last.
  const form = await openForm(request, `/e/${event.slug}/register?code=${code}`);
  expect(form.fields.code).toEqual([code]);
  const wrong = { ...somebody, email: newAddress("bea"), code: "guess" };
  const refused = await sendForm(request, form, wrong);
  expect(refused.location).toMatch(/\/register#summary$/);
  const again = await openForm(request, `/e/${event.slug}/register`);
  for (const [name, value] of Object.entries(wrong)) expect(again.fields[name]).toEqual([value]);
  const second = await sendForm(request, again, { code: code.toLowerCase() });
  expect(second.location).toMatch(/\/mailbox$/);
  await sendForm(request, form, { ...somebody, email: newAddress("cleo"), code });
  const page = await request.get(`/e/${event.slug}/register`, { headers: { accept: "text/html" } });
  expect(await page.text()).toContain("used as often as it may be");

  await host.goto(settings);
  await expect(card).toContainText("2 of 2 used · Used up");
  await card.getByRole("button", { name: `Revoke ${code}` }).click();
  await expect(card).toContainText("Revoked");
  await expect(card.getByRole("button", { name: /Revoke/ })).toHaveCount(0);
});
