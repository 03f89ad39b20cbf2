import { randomUUID } from "node:crypto";
import { type Browser, expect, type Page } from "@playwright/test";
import { product } from "../setup/product";

export interface EventChoices {
  title?: string;
  audience?: "everyone" | "organization";
  delivery?: "show" | "email";
  registrar?: "external" | "direct";
  capacity?: number;
  waitlist?: boolean;
  approval?: boolean;
  confirmAddress?: boolean;
}

export interface MadeEvent {
  id: string;
  slug: string;
}

/** Picks a meeting by its link and ends in the editor of its draft; answers the event's id. */
export async function draftFromLink(desk: Page, joinUrl: string): Promise<string> {
  await desk.goto("/dashboard/new?way=paste");
  await desk.locator("textarea[name=reference]").fill(joinUrl);
  await desk.getByRole("button", { name: "Find the meeting" }).click();
  await desk.waitForURL(/\/dashboard\/events\/[\w-]{36}\/edit$/);
  return new URL(desk.url()).pathname.split("/")[3] ?? "";
}

/** From a meeting's link to an open page, through the editor as its organizer uses it. */
export async function publishEvent(
  desk: Page,
  joinUrl: string,
  { title, audience, delivery, registrar, capacity, ...options }: EventChoices = {},
): Promise<MadeEvent> {
  const id = await draftFromLink(desk, joinUrl);
  if (title) await desk.locator("input[name=title]").fill(title);
  if (audience) await desk.locator(`#audience-${audience}`).check();
  if (delivery) await desk.locator(`#delivery-${delivery}`).check();
  if (registrar) await desk.locator(`#registrar-${registrar}`).check();
  if (capacity) await desk.locator("input[name=capacity]").fill(String(capacity));
  for (const option of ["waitlist", "approval", "confirmAddress"] as const)
    if (options[option]) await desk.locator(`input[type=checkbox][name=${option}]`).check();
  const slug = await desk.locator("input[name=slug]").inputValue();
  await desk.getByRole("button", { name: "Publish" }).click();
  await expect(desk).toHaveURL(new RegExp(`/dashboard/events/${id}\\?`));
  return { id, slug };
}

/** Fills the public form and sends it, with or without JavaScript. */
export async function signUp(
  page: Page,
  slug: string,
  who: { firstName: string; lastName: string; email: string },
): Promise<void> {
  await page.goto(`/e/${slug}`);
  await fillForm(page, who);
}

export async function fillForm(
  page: Page,
  who: { firstName: string; lastName: string; email: string },
): Promise<void> {
  for (const [field, value] of Object.entries(who))
    await page.locator(`input[name=${field}]`).fill(value);
  await page.locator("form:has(input[name=email]) button[type=submit]").click();
}

export interface Somebody {
  firstName: string;
  lastName: string;
  email: string;
}

/** A person whom no other test knows. */
export function somebody(firstName = "Ada"): Somebody {
  return { firstName, lastName: "Lovelace", email: `ada.${randomUUID()}@example.org` };
}

/** Signs somebody up in a browser of their own and answers with their pass, its link there. */
export async function enrolled(browser: Browser, slug: string, who = somebody()): Promise<Page> {
  const page = await browser.newPage({ baseURL: product().appUrl, locale: "en-GB" });
  await signUp(page, slug, who);
  await expect(page).toHaveURL(/\/r\/[\w-]{22}$/);
  await expect(joinButton(page)).toBeVisible();
  return page;
}

/** A pass's way into the meeting. */
export function joinButton(pass: Page) {
  return pass.getByRole("link", { name: "Join on Microsoft Teams" });
}

/** The hidden fields of the first form in `html` that holds `marker`: what a browser would send. */
export function hiddenFields(html: string, marker: string): Record<string, string> {
  const form = html.match(/<form[\s\S]*?<\/form>/g)?.find((text) => text.includes(marker));
  if (!form) throw new Error(`No form with ${marker} on the page.`);
  const fields: Record<string, string> = {};
  for (const [input] of form.matchAll(/<input[^>]*type="hidden"[^>]*>/g)) {
    const value = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1] ?? "";
    fields[value("name")] = value("value").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
  }
  return fields;
}

/** Sends the public form for many people, a few at a time, without a browser. */
export async function signUpMany(slug: string, people: Somebody[]): Promise<void> {
  const address = `${product().appUrl}/e/${slug}`;
  const hidden = hiddenFields(await (await fetch(address)).text(), 'name="email"');
  const queue = [...people];
  const worker = async () => {
    for (let who = queue.shift(); who; who = queue.shift()) {
      const body = new FormData();
      for (const [name, value] of Object.entries({ ...hidden, ...who })) body.set(name, value);
      const headers = { origin: product().appUrl };
      const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
      if (answer.status !== 303 || !/\/r\//.test(answer.headers.get("location") ?? ""))
        throw new Error(`${who.email}: ${answer.status} ${answer.headers.get("location")}`);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}
