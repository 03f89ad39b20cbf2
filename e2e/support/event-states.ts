import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page } from "@playwright/test";
import { inOwnBrowser } from "./browsers";
import { draftFromLink, type MadeEvent, signUp } from "./events";
import type { PersonKey } from "./people";
import { makeMeeting, tenant } from "./tenant";

const MINUTE = 60_000;

/** What the editor's fields may be set to before publishing; times in minutes from now, in UTC. */
export interface Made {
  fields?: Record<string, string>;
  times?: Partial<Record<"startsAt" | "endsAt" | "opensAt" | "closesAt", number>>;
  checks?: string[];
}

/** A published event of this person's, from a meeting of its own, with a title that says what it is. */
export async function makeEvent(
  desk: Page,
  person: PersonKey,
  title: string,
  made: Made = {},
): Promise<MadeEvent & { subject: string; joinUrl: string }> {
  const { joinUrl, subject } = await makeMeeting(person, `${title} ${randomUUID().slice(0, 6)}`);
  const id = await draftFromLink(desk, joinUrl);
  await fillEditor(desk, made);
  const slug = await desk.locator("input[name=slug]").inputValue();
  await desk.getByRole("button", { name: "Publish" }).click();
  await expect(desk).toHaveURL(new RegExp(`/dashboard/events/${id}\\?`));
  return { id, slug, subject, joinUrl };
}

async function fillEditor(desk: Page, { fields = {}, times = {}, checks = [] }: Made) {
  for (const id of checks) await desk.locator(`#${id}`).check();
  for (const [name, value] of Object.entries(fields))
    await desk.locator(`input[name=${name}]`).fill(value);
  if (Object.keys(times).length > 0) await desk.locator("select[name=zone]").selectOption("UTC");
  for (const [name, minutes] of Object.entries(times))
    await desk
      .locator(`input[name=${name}]`)
      .fill(new Date(Date.now() + minutes * MINUTE).toISOString().slice(0, 16));
}

/** Changes a published page, tells nobody of it, and waits until it is saved. */
export async function changeEvent(desk: Page, id: string, made: Made): Promise<void> {
  await desk.goto(`/dashboard/events/${id}/edit`);
  await expect(desk.locator(".saved")).toHaveText("Saved as you go");
  await fillEditor(desk, made);
  const bar = desk.locator(".savebar");
  await bar.getByRole("button", { name: "Save", exact: true }).click();
  const quietly = bar.getByRole("button", { name: "Save, tell nobody" });
  const saved = desk.locator(".saved").filter({ hasText: /^Saved \d/ });
  await expect(quietly.or(saved)).toBeVisible();
  if (await quietly.isVisible()) await quietly.click();
  await expect(saved).toBeVisible();
}

/** Closes or cancels, by the buttons of the event's settings. */
export async function endEvent(desk: Page, id: string, how: "close" | "cancel"): Promise<void> {
  const settings = `/dashboard/events/${id}/settings`;
  await desk.goto(how === "close" ? settings : `${settings}?ask=cancel`);
  const name = how === "close" ? "Close sign-ups" : /^Cancel (the event|it and end)/;
  await desk.getByRole("button", { name }).click();
  await expect(desk).toHaveURL(/\?did=/);
}

export const newAddress = (name: string) => `${name}.${randomUUID()}@example.com`;

/** Somebody new signs up in a browser of their own; `at` is where that led. */
export async function newAttendee(browser: Browser, slug: string, email = newAddress("ada")) {
  const { made, cookies } = await inOwnBrowser(browser, async (page) => {
    await signUp(page, slug, { firstName: "Ada", lastName: "Lovelace", email });
    await page.waitForURL(/\/r\/[\w-]{22}$|\/mailbox$|\/register/);
    return new URL(page.url()).pathname;
  });
  return { at: made, cookies, email };
}

/** Path of the newest pass that was mailed to this address, out of `count` mails. */
export async function mailedPass(email: string, count = 1): Promise<string> {
  const mail = await tenant().waitForMail({ to: email, count }, 20_000);
  const path = /\/r\/[\w-]{22}/.exec(mail.text)?.[0];
  if (!path) throw new Error(`No pass in the mail "${mail.subject}".`);
  return path;
}
