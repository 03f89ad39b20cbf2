import { randomUUID } from "node:crypto";
import { type APIRequestContext, type Page, request } from "@playwright/test";
import { load } from "cheerio";
import { product } from "../setup/product";
import { type MadeEvent, publishWith, signUpOverHttp } from "./events";
import type { PersonKey } from "./people";
import { openForm, readForm, sendForm, type Typed } from "./plain-form";
import { makeMeeting, tenant } from "./tenant";

const MINUTE = 60_000;

/** What the editor's fields may be set to; times in minutes from now, in UTC. */
export interface Made {
  fields?: Typed;
  times?: Partial<Record<"startsAt" | "endsAt" | "opensAt" | "closesAt", number>>;
}

/** A published event of this person's, from a meeting of its own, with a title that says what it is. */
export async function makeEvent(
  desk: Page,
  person: PersonKey,
  title: string,
  made: Made = {},
): Promise<MadeEvent & { subject: string; joinUrl: string }> {
  const meeting = await makeMeeting(person, `${title} ${randomUUID().slice(0, 6)}`);
  return { ...meeting, ...(await publishWith(desk, meeting.joinUrl, typedOf(made))) };
}

function typedOf({ fields = {}, times = {} }: Made): Typed {
  const typed: Typed = { ...fields };
  for (const [name, minutes] of Object.entries(times)) {
    typed.zone = "UTC";
    typed[name] = new Date(Date.now() + minutes * MINUTE).toISOString().slice(0, 16);
  }
  return typed;
}

/** Changes a published page and tells nobody of it. */
export async function changeEvent(desk: Page, id: string, made: Made): Promise<void> {
  const form = await openForm(desk.request, `/dashboard/events/${id}/edit`, "slug");
  const typed = { ...typedOf(made), intent: "save-quietly" };
  const { status, text } = await sendForm(desk.request, form, typed);
  const saved = load(text)(".saved").text();
  if (status !== 200 || !/^Saved \d/.test(saved))
    throw new Error(`The change was not saved: ${status} ${saved}`);
}

/** Closes or cancels, by the forms of the event's settings. */
export async function endEvent(desk: Page, id: string, how: "close" | "cancel"): Promise<void> {
  const path = `/dashboard/events/${id}/settings${how === "close" ? "" : "?ask=cancel"}`;
  const page = await (await desk.request.get(path)).text();
  const name = how === "close" ? "Close sign-ups" : "Cancel ";
  const form = readForm(page, path, `button:contains("${name}")`);
  const { status, location } = await sendForm(desk.request, form);
  if (!location.includes("?did=")) throw new Error(`Not ended: ${status} ${location}`);
}

export const newAddress = (name: string) => `${name}.${randomUUID()}@example.com`;

/** Somebody new signs up, without a script; `at` is where that led, `cookies` their browser's. */
export async function newAttendee(slug: string, email = newAddress("ada")) {
  const own = await request.newContext({
    baseURL: product().appUrl,
    extraHTTPHeaders: { "accept-language": "en-GB" },
  });
  const location = await signUpOverHttp(own, slug, {
    firstName: "Ada",
    lastName: "Lovelace",
    email,
  });
  const cookies = await own.storageState();
  await own.dispose();
  return { at: new URL(location, product().appUrl).pathname, cookies, email };
}

/** Path of the newest pass that was mailed to this address, out of `count` mails. */
export async function mailedPass(email: string, count = 1): Promise<string> {
  const mail = await tenant().waitForMail({ to: email, count });
  const path = /\/r\/[\w-]{22}/.exec(mail.text)?.[0];
  if (!path) throw new Error(`No pass in the mail "${mail.subject}".`);
  return path;
}

/** Path of the personal link that stands on this pass. */
export async function personalLinkOn(asker: APIRequestContext, pass: string): Promise<string> {
  const html = await (await asker.get(pass)).text();
  return new URL(load(html)("a[href*='/j/']").attr("href") ?? "", product().appUrl).pathname;
}
