import { setTimeout as pause } from "node:timers/promises";
import { localToUtc } from "@/lib/time/zones";
import type { Browser } from "./browser";
import { type Form, readForm } from "./form";
import type { Part, Stage } from "./load";
import { type MadeEvent, ZONE } from "./make-events";
import { signIn } from "./organizer";
import type { DateChange } from "./promises";

const MINUTE_MS = 60_000;

/**
 * An organizer of an event where people choose among dates: gives one more or fewer places, another
 * time, or cancels it, one after the other. Two stay to choose among.
 */
export function datesOrganizerOf(event: MadeEvent): Part {
  let browser: Browser | null = null;
  return async (stage) => {
    const { random } = stage;
    await pause(random.between(300, 1_500));
    browser ??= await signIn(stage, event);
    if (!browser) return;
    const page = await browser.follow(pathOf(event));
    const form = page && readPlaces(page.body, event);
    if (!form) return;
    const toCome = event.dates.filter(({ id }) => form.fields.has(`places.${id}`));
    const { id } = random.pick(toCome);
    if (random.chance(0.6)) await setPlaces(stage, browser, event, form, id);
    else if (random.chance(0.75) || toCome.length <= 2) await move(stage, browser, event, id);
    else await cancel(stage, browser, event, id);
  };
}

function pathOf({ id }: MadeEvent): string {
  return `/dashboard/events/${id}/dates`;
}

/** The form that has the places of each date that is still to come. */
function readPlaces(html: string, { dates }: MadeEvent): Form | null {
  for (const { id } of dates) {
    const form = readForm(html, "eventId", `places.${id}`);
    if (form) return form;
  }
  return null;
}

/** More or fewer, also than are taken: that takes nobody's, and nobody gets one before they are fewer. */
async function setPlaces(
  { book, random }: Stage,
  browser: Browser,
  event: MadeEvent,
  form: Form,
  date: string,
): Promise<void> {
  const places = random.between(1, 7);
  const noted = note(book, date, { places });
  const sent = await browser.submit(pathOf(event), form, { [`places.${date}`]: String(places) });
  const isSaved =
    sent.kind === "answered" &&
    /role="status"[^>]*>(?:<[^>]*>)*The dates are saved/.test(sent.answer.body);
  if (isSaved) noted();
}

async function move(
  { book, random }: Stage,
  browser: Browser,
  event: MadeEvent,
  date: string,
): Promise<void> {
  const path = `${pathOf(event)}?ask=move&date=${date}`;
  const page = await browser.follow(path);
  const form = page && readForm(page.body, "eventId", "date", "startsAt", "endsAt");
  if (!form) return;
  const minutes = random.between(1, 240);
  const later = (name: string) => {
    const before = Date.parse(`${form.fields.get(name)}Z`);
    return new Date(before + minutes * MINUTE_MS).toISOString().slice(0, "2026-12-03T18:30".length);
  };
  const startsAt = later("startsAt");
  const at = localToUtc(startsAt, ZONE);
  if (!at) return;
  const noted = note(book, date, { startsAt: at.toISOString() });
  const sent = await browser.submit(path, form, { startsAt, endsAt: later("endsAt") });
  if (sent.kind === "answered" && sent.answer.location === `${pathOf(event)}?did=moved`) noted();
}

async function cancel(
  { book }: Stage,
  browser: Browser,
  event: MadeEvent,
  date: string,
): Promise<void> {
  const path = `${pathOf(event)}?ask=cancel&date=${date}`;
  const page = await browser.follow(path);
  const form = page && readForm(page.body, "eventId", "date");
  if (!form) return;
  const noted = note(book, date, { cancelled: true });
  const sent = await browser.submit(path, form, {});
  if (sent.kind === "answered" && sent.answer.location === `${pathOf(event)}?did=cancelled`)
    noted();
}

/** Writes down what is asked for, and answers what writes down that it was told to be so. */
function note(book: Stage["book"], date: string, change: DateChange): () => void {
  book.push({ kind: "editing-date", at: Date.now(), date, change });
  return () => book.push({ kind: "edited-date", at: Date.now(), date, change });
}
