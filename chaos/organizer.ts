import { setTimeout as pause } from "node:timers/promises";
import { signInAt } from "../sandbox/sign-in.ts";
import { Browser } from "./browser";
import { readForm } from "./form";
import type { Part, Stage } from "./load";
import type { MadeEvent } from "./make-events";

/**
 * An organizer at one event: signs in, then edits title and capacity, one save after the other, and
 * tells people of it or not. A
 * capacity is only raised (or taken away and set high), so that it never lies below what is taken.
 */
export function organizerOf(event: MadeEvent): Part {
  let browser: Browser | null = null;
  let saves = 0;
  return async (stage) => {
    await pause(stage.random.between(200, 1_000));
    browser ??= await signIn(stage, event);
    if (!browser) return;
    saves += 1;
    await edit(stage, browser, event, `Edited for the ${saves}. time`);
  };
}

/**
 * An organizer moves an event again and again: another way into its meeting, and back by the next
 * one. Nothing while it is under way.
 */
export function moverOf(event: MadeEvent): Part {
  let browser: Browser | null = null;
  return async (stage) => {
    await pause(stage.random.between(1_000, 4_000));
    browser ??= await signIn(stage, event);
    if (!browser) return;
    const path = `/dashboard/events/${event.id}/move`;
    const page = await browser.follow(`${path}?way=paste`);
    const ways = page && readForm(page.body, "eventId");
    if (!ways) return;
    const sent = await browser.submit(path, ways, {});
    const to = sent.kind === "answered" ? sent.answer.location : null;
    const confirm = to?.startsWith("/") ? await browser.follow(to) : null;
    const form = confirm && readForm(confirm.body, "eventId", "meeting", "registrar");
    if (to && form) await browser.submit(to, form, {});
  };
}

/** The browser of an event's organizer once they are signed in; null when that was cut off. */
export async function signIn(
  { doors, random }: Stage,
  { organizer }: MadeEvent,
): Promise<Browser | null> {
  const browser = new Browser(doors, random.fork());
  const page = await browser.read("/sign-in");
  const form = page && readForm(page.body);
  if (!form) return null;
  const sent = await browser.submit("/sign-in", form, {});
  const to = sent.kind === "answered" ? sent.answer.location : null;
  if (!to?.startsWith("http")) return null;
  const back = await signInAt(to, organizer.oid);
  // The code is good once: who is cut off here begins anew.
  await browser.read(`${back.pathname}${back.search}`, 1);
  return [...browser.cookies.keys()].some((name) => name.endsWith("session-token"))
    ? browser
    : null;
}

async function edit(
  { book, random }: Stage,
  browser: Browser,
  { id, slug }: MadeEvent,
  title: string,
): Promise<void> {
  const path = `/dashboard/events/${id}/edit`;
  const page = await browser.follow(path);
  const form = page && readForm(page.body, "eventId", "title", "capacity");
  if (!form) return;
  const capacity = nextCapacity(form.fields.get("capacity") ?? "", random.chance(0.5));
  const tells = random.chance(0.5);
  book.push({ kind: "editing", slug, title, capacity, tells });
  const sent = await browser.submit(path, form, {
    title,
    capacity: capacity === null ? "" : String(capacity),
    intent: tells ? "save-tell" : "save-quietly",
  });
  if (sent.kind === "answered" && /role="status"[^>]*>(?:<[^>]*>)*Saved \d/.test(sent.answer.body))
    book.push({ kind: "edited", slug, title, capacity, tells });
}

/** One place more; where there is no limit, one that is never reached, and no limit again. */
function nextCapacity(now: string, changes: boolean): number | null {
  const capacity = now === "" ? null : Number(now);
  if (!changes) return capacity;
  if (capacity === null) return 5_000;
  return capacity >= 5_000 ? null : capacity + 1;
}
