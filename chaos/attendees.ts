import { setTimeout as pause } from "node:timers/promises";
import { Browser, type Sent } from "./browser";
import { passesIn } from "./check/check-promises";
import { readForm } from "./form";
import type { Stage } from "./load";
import type { MadeEvent } from "./make-events";
import { readPass } from "./read-pass";

const FIRST_NAMES = ["Amara", "Bilal", "Chloé", "Dušan", "Eun-ji", "Farid", "Goran", "Hélène"];

/**
 * Somebody comes to an event's page and signs up: new, or with an address that is there already
 * (from the same browser, or another's). Who was cut off presses the button again, mostly, and
 * then often has had enough: a place given up while Microsoft may still be enrolling.
 */
export async function signUp(stage: Stage): Promise<void> {
  const { random, doors } = stage;
  const event = random.pick(stage.events);
  const email = pickAddress(stage);
  const browser = new Browser(doors, random.fork());
  let cutOff = false;
  let sent = await fillIn(stage, browser, event, email);
  for (let presses = 1; sent?.kind === "unknown" && presses < 4; presses++) {
    cutOff = true;
    if (random.chance(0.1)) return;
    sent = await fillIn(stage, browser, event, email);
  }
  const to = sent?.kind === "answered" ? sent.answer.location : null;
  const [secret] = passesIn(to ?? "");
  if (secret && random.chance(cutOff ? 0.7 : 0.15)) await handBack(stage, secret);
  // A double click, or whoever isn't sure that it worked.
  else if (random.chance(0.15)) await fillIn(stage, browser, event, email);
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
  email: string,
): Promise<Sent | null> {
  const path = `/e/${slug}`;
  const page = await browser.read(path);
  const form = page && readForm(page.body, "slug");
  if (!form) return null;
  const sent = await browser.submit(path, form, {
    firstName: random.pick(FIRST_NAMES),
    lastName: "Diallo",
    email,
  });
  if (sent.kind !== "answered") return sent;
  const to = sent.answer.location ?? "";
  const [secret] = passesIn(to);
  if (secret) {
    book.push({ kind: "pass", slug, email, secret });
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
  const secret = await pickPass(stage);
  if (secret !== null) await handBack(stage, secret);
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

async function pickPass({ book, random, control }: Stage): Promise<string | null> {
  const given = book.filter((each) => each.kind === "pass");
  const mailed = book.filter((each) => each.kind === "mailbox");
  if (mailed.length > 0 && random.chance(0.5)) {
    const [newest] = await control.mail({ to: random.pick(mailed).email });
    return newest ? (passesIn(newest.text)[0] ?? null) : null;
  }
  return given.length > 0 ? random.pick(given).secret : null;
}
