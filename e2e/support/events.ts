import { randomUUID } from "node:crypto";
import { type APIRequestContext, type Browser, expect, type Page } from "@playwright/test";
import { load } from "cheerio";
import { product } from "../setup/product";
import { guest, PLAIN } from "./browsers";
import { formBody, openForm, readForm, sendForm, type Typed } from "./plain-form";

const JOIN = "Join on Microsoft Teams";

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

/** Picks a meeting by its link, as a browser without a script does; answers the draft's id. */
export async function draftFromLink(desk: Page, joinUrl: string): Promise<string> {
  const form = await openForm(desk.request, "/dashboard/new?way=paste", "reference");
  const { status, location } = await sendForm(desk.request, form, { reference: joinUrl });
  const id = /\/dashboard\/events\/([\w-]{36})\/edit$/.exec(location)?.[1];
  if (!id) throw new Error(`No draft of ${joinUrl}: ${status} ${location}`);
  return id;
}

/** Picks a meeting by its link in the browser, and ends in the editor of its draft. */
export async function pickByLink(desk: Page, joinUrl: string): Promise<string> {
  await desk.goto("/dashboard/new?way=paste");
  await desk.locator("textarea[name=reference]").fill(joinUrl);
  await desk.getByRole("button", { name: "Find the meeting" }).click();
  await desk.waitForURL(/\/dashboard\/events\/[\w-]{36}\/edit$/);
  return new URL(desk.url()).pathname.split("/")[3] ?? "";
}

/** Lets Usher write into this person's calendar, unless they have, and ends at the new meeting's form. */
export async function allowNewMeetings(desk: Page): Promise<void> {
  await desk.goto("/dashboard/new?way=new");
  const ask = desk.getByRole("button", { name: "Ask Microsoft" });
  const accept = desk.getByRole("button", { name: "Accept", exact: true });
  const subject = desk.locator("[name=subject]");
  await expect(ask.or(subject)).toBeVisible();
  if (await ask.isVisible()) await ask.click();
  await expect(accept.or(subject)).toBeVisible();
  if (await accept.isVisible()) await accept.click();
  await expect(subject).toBeVisible();
}

/** A new draft, before its organizer in the editor. */
export async function openDraft(desk: Page, joinUrl: string): Promise<string> {
  const id = await draftFromLink(desk, joinUrl);
  await desk.goto(`/dashboard/events/${id}/edit`);
  return id;
}

/** From a meeting's link to an open page, sent as the editor's form is without a script. */
export async function publishEvent(
  desk: Page,
  joinUrl: string,
  { capacity, waitlist, approval, confirmAddress, ...choices }: EventChoices = {},
): Promise<MadeEvent> {
  const typed: Typed = { ...choices };
  if (capacity) typed.capacity = String(capacity);
  for (const [name, wanted] of Object.entries({ waitlist, approval, confirmAddress }))
    if (wanted) typed[name] = "on";
  return publishWith(desk, joinUrl, typed);
}

/** The same, with any of the editor's fields. */
export async function publishWith(desk: Page, joinUrl: string, typed: Typed): Promise<MadeEvent> {
  const id = await draftFromLink(desk, joinUrl);
  const form = await openForm(desk.request, `/dashboard/events/${id}/edit`, "slug");
  const { status, location } = await sendForm(desk.request, form, { ...typed, intent: "publish" });
  if (!location.startsWith(`/dashboard/events/${id}?`))
    throw new Error(`The event was not published: ${status} ${location}`);
  return { id, slug: typed.slug ?? form.fields.slug?.[0] ?? "" };
}

/** From a meeting's link to an open page, through the editor as its organizer uses it. */
export async function publishInEditor(
  desk: Page,
  joinUrl: string,
  { title, audience, delivery, registrar, capacity, ...options }: EventChoices = {},
): Promise<MadeEvent> {
  const id = await pickByLink(desk, joinUrl);
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

/** Signs somebody up without a browser, and answers where their pass is, once it has its link. */
export async function enrol(slug: string, who = somebody()): Promise<string> {
  const [location = ""] = await signUpMany(slug, [who]);
  const pass = new URL(location, product().appUrl).href;
  const joins = async () =>
    load(await (await fetch(pass, { headers: ENGLISH })).text())(`a:contains("${JOIN}")`).length;
  await expect.poll(joins).toBe(1);
  return pass;
}

/** The same, and shows the pass in a browser that runs no scripts. */
export async function enrolled(browser: Browser, slug: string, who = somebody()): Promise<Page> {
  const page = await guest(browser, PLAIN);
  await page.goto(await enrol(slug, who));
  await expect(joinButton(page)).toBeVisible();
  return page;
}

/** Sends the public form without a browser, and answers where it leads. */
export async function signUpOverHttp(
  request: APIRequestContext,
  slug: string,
  who: Somebody,
): Promise<string> {
  const form = await openForm(request, `/e/${slug}`);
  const { status, location } = await sendForm(request, form, { ...who });
  if (status !== 303) throw new Error(`${who.email}: ${status} ${location}`);
  return location;
}

/** A pass's way into the meeting. */
export function joinButton(pass: Page) {
  return pass.getByRole("link", { name: JOIN });
}

const ENGLISH = { accept: "text/html", "accept-language": "en-GB" };

/**
 * Sends the public form for many people, a few at a time, without a browser; answers where each
 * was led, in no order.
 */
export async function signUpMany(slug: string, people: Somebody[]): Promise<string[]> {
  const address = `${product().appUrl}/e/${slug}`;
  const page = await fetch(address, { headers: ENGLISH });
  const form = readForm(await page.text(), address, "[name=email]");
  const queue = [...people];
  const passes: string[] = [];
  const worker = async () => {
    for (let who = queue.shift(); who; who = queue.shift()) {
      const body = formBody(form, { ...who });
      const headers = { ...ENGLISH, origin: product().appUrl };
      const answer = await fetch(address, { method: "POST", body, headers, redirect: "manual" });
      const location = answer.headers.get("location") ?? "";
      if (answer.status !== 303 || !/\/r\//.test(location))
        throw new Error(`${who.email}: ${answer.status} ${location}`);
      passes.push(location);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
  return passes;
}
