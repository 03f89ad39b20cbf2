import { setTimeout as pause } from "node:timers/promises";
import { normalizeEmail } from "@/lib/registrations/normalize-email";
import { Browser, type Sent } from "./browser";
import { passesIn } from "./check/check-promises";
import { type Form, readForm } from "./form";
import type { Part, Stage } from "./load";
import type { MadeEvent } from "./make-events";
import type { Random } from "./random";
import { readPass } from "./read-pass";

const FIRST_NAMES = ["Amara", "Bilal", "Chloé", "Dušan", "Eun-ji", "Farid", "Goran", "Hélène"];

/** What somebody fills in, and sends again as it is. */
interface Filled {
  email: string;
  /** The dates that are ticked; null until the form was seen. */
  dates: readonly string[] | null;
}

/** Somebody comes to one of the events, new, or with an address that is there already. */
export function signUp(stage: Stage): Promise<void> {
  return signUpAt(stage, stage.random.pick(stage.events));
}

/**
 * Somebody comes to an event's page and signs up (from the same browser as before, or another). Who
 * was cut off presses the button again, mostly, and then often has had enough: a place given up
 * while Microsoft may still be enrolling.
 */
export async function signUpAt(stage: Stage, event: MadeEvent): Promise<void> {
  const { random, doors } = stage;
  const filled: Filled = { email: pickAddress(stage), dates: null };
  const browser = new Browser(doors, random.fork());
  let cutOff = false;
  let sent = await fillIn(stage, browser, event, filled);
  for (let presses = 1; sent?.kind === "unknown" && presses < 4; presses++) {
    cutOff = true;
    if (random.chance(0.1)) return;
    sent = await fillIn(stage, browser, event, filled);
  }
  const to = sent?.kind === "answered" ? sent.answer.location : null;
  const [secret] = passesIn(to ?? "");
  if (secret && random.chance(cutOff ? 0.7 : 0.15)) await handBack(stage, secret);
  // A double click, or whoever isn't sure that it worked.
  else if (random.chance(0.15)) await fillIn(stage, browser, event, filled);
}

/** A few addresses only, so that they meet at the same events. */
function pickAddress({ random, book }: Stage): string {
  const known = book.flatMap((each) => ("email" in each ? [each.email] : []));
  if (known.length > 0 && random.chance(0.3)) {
    const email = random.pick(known);
    return random.chance(0.3) ? email.toUpperCase() : email;
  }
  const name = random
    .pick(FIRST_NAMES)
    .normalize("NFD")
    .replace(/[^a-z]/gi, "");
  return `${name}.${random.between(1, 9_999)}@attendee.example`;
}

async function fillIn(
  { book, random }: Stage,
  browser: Browser,
  { slug }: MadeEvent,
  filled: Filled,
): Promise<Sent | null> {
  const path = `/e/${slug}`;
  const page = await browser.read(path);
  const form = page && readForm(page.body, "slug");
  if (!form) return null;
  filled.dates ??= pickDates(random, form);
  const { email, dates } = filled;
  const sent = await browser.submit(path, form, {
    firstName: random.pick(FIRST_NAMES),
    lastName: "Diallo",
    email,
    dates,
  });
  if (sent.kind !== "answered") return sent;
  const to = sent.answer.location ?? "";
  const [secret] = passesIn(to);
  if (secret) {
    book.push({ kind: "pass", slug, email, secret, dates });
    await lookAtPass({ book }, browser, secret);
  } else if (to === `${path}/mailbox`) book.push({ kind: "mailbox", slug, email });
  // A fault of ours that was answered as one: the form is shown again, with what was typed.
  else if (sent.answer.status >= 500) return { kind: "unknown" };
  return sent;
}

async function lookAtPass(
  { book }: Pick<Stage, "book">,
  browser: Browser,
  secret: string,
): Promise<void> {
  const page = await browser.follow(`/r/${secret}`);
  const seen = page && readPass(page.body);
  if (seen?.link) book.push({ kind: "link", secret, link: seen.link });
}

/** Somebody gives up a place, with the pass they were told or the one in their mailbox. */
export async function giveUp(stage: Stage): Promise<void> {
  await pause(stage.random.between(200, 1_500));
  const pass = await pickPass(stage);
  if (pass) await handBack(stage, pass.secret);
}

/** Somebody looks at their pass, and accepts the place that it offers. */
export async function accept(stage: Stage): Promise<void> {
  await pause(stage.random.between(200, 1_500));
  const { book, random, doors } = stage;
  const given = book.filter((each) => each.kind === "pass");
  if (given.length === 0) return;
  const path = `/r/${random.pick(given).secret}`;
  const browser = new Browser(doors, random.fork());
  const page = await browser.follow(path);
  const form = page && readForm(page.body, "token");
  if (form) await browser.submit(path, form, {});
}

async function handBack({ book, random, doors }: Stage, secret: string): Promise<void> {
  const browser = new Browser(doors, random.fork());
  const path = `/r/${secret}/give-up`;
  const page = await browser.follow(path);
  const form = page && readForm(page.body, "token");
  if (!form) return;
  book.push({ kind: "giving-up", secret });
  await browser.submit(path, form, {});
  // Answered or cut off: the pass knows.
  const pass = await browser.follow(`/r/${secret}`);
  if (pass && readPass(pass.body).state === "withdrawn") book.push({ kind: "given-up", secret });
}

/**
 * People who change the dates that they come to. Nobody is two of them at once: what somebody was
 * told last is what has to be.
 */
export function changersOf({ slug }: MadeEvent, count: number): Part[] {
  const busy = new Set<string>();
  return Array.from({ length: count }, () => async (stage) => {
    await pause(stage.random.between(100, 500));
    const pass = await pickPass(stage, slug);
    if (!pass) return;
    const who = normalizeEmail(pass.email) ?? pass.email;
    if (busy.has(who)) return;
    busy.add(who);
    await changeDates(stage, pass.secret);
    busy.delete(who);
  });
}

async function changeDates({ book, random, doors }: Stage, secret: string): Promise<void> {
  const browser = new Browser(doors, random.fork());
  const path = `/r/${secret}/dates`;
  const page = await browser.follow(path);
  const form = page && readForm(page.body, "token", "slug");
  if (!form) return;
  const shown = form.boxes.filter(({ ticked }) => ticked).map(({ value }) => value);
  book.push({ kind: "dates-shown", secret, dates: shown });
  const dates = pickDates(random, form);
  book.push({ kind: "changing-dates", secret, dates });
  const sent = await browser.submit(path, form, { dates });
  const to = sent.kind === "answered" ? sent.answer.location : null;
  if (to === `/r/${secret}?did=dates`) book.push({ kind: "dates-saved", secret, dates });
}

/** Some of the dates that a form offers: one of them at least. */
function pickDates(random: Random, { boxes }: Form): string[] {
  const offered = boxes.filter(({ name }) => name === "dates").map(({ value }) => value);
  if (offered.length === 0) return [];
  const one = random.pick(offered);
  return offered.filter((date) => date === one || random.chance(0.3));
}

/** A pass that was told, or the one in a mailbox; `at` an event, or anywhere. */
async function pickPass(
  { book, random, control }: Stage,
  at?: string,
): Promise<{ email: string; secret: string } | null> {
  const here = book.filter((each) => at === undefined || ("slug" in each && each.slug === at));
  const given = here.filter((each) => each.kind === "pass");
  const mailed = here.filter((each) => each.kind === "mailbox");
  if (mailed.length > 0 && random.chance(0.5)) {
    const { email } = random.pick(mailed);
    const [newest] = await control.mail({ to: email });
    const [secret] = passesIn(newest?.text ?? "");
    return secret ? { email, secret } : null;
  }
  return given.length > 0 ? random.pick(given) : null;
}
