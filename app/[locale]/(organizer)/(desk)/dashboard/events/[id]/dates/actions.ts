"use server";
import { revalidatePath } from "next/cache";
import { redirect } from "next/navigation";
import type { DateTimesState } from "@/components/desk/series/date-times-form";
import type { SaveDatesState } from "@/components/desk/series/dates-form";
import { placesField } from "@/components/desk/series/places-field";
import { addDates, type NewDate } from "@/lib/events/add-dates";
import { cancelDate } from "@/lib/events/cancel-date";
import { MOST_DATES } from "@/lib/events/most-dates";
import { moveDate } from "@/lib/events/move-date";
import { readDates } from "@/lib/events/read-dates";
import { removeDate } from "@/lib/events/remove-date";
import { datePlaces, saveDates } from "@/lib/events/save-dates";
import { type Translate, translator } from "@/lib/i18n/translator";
import type { EventAccess } from "@/lib/session/access";
import { requireEvent } from "@/lib/session/require-event";
import { isZone, localToUtc } from "@/lib/time/zones";
import { readerLocale } from "../reader-locale";

/** Says whether people choose, and how many places each date has. Fields: `eventId`, `mode`, `places.{id}`. */
export async function saveDatesAction(
  _before: SaveDatesState,
  form: FormData,
): Promise<SaveDatesState> {
  const access = await requireEvent(text(form, "eventId"), "edit");
  const t = translator(await readerLocale(), "series");
  const typed: Record<string, string> = {};
  const errors: SaveDatesState["errors"] = {};
  const places = new Map<string, number | null>();
  for (const { id, capacity } of await readDates(access)) {
    const field = placesField(id);
    if (!form.has(field)) {
      places.set(id, capacity);
      continue;
    }
    typed[id] = text(form, field);
    const read = datePlaces.safeParse(typed[id]);
    if (read.success) places.set(id, read.data);
    else errors[id] = t("desk.errors.capacity");
  }
  if (Object.keys(errors).length > 0) return { typed, errors, saved: false };
  // A choice that can't be changed any more isn't sent.
  const mode = text(form, "mode");
  const outcome = await saveDates(access, {
    choosesDates: mode ? mode === "choose" : null,
    places,
  });
  const here = `/dashboard/events/${access.eventId}/dates`;
  switch (outcome.kind) {
    case "saved":
      revalidatePath(here);
      return { typed: null, errors: {}, saved: true };
    case "fixed":
      return { typed, errors: { choosesDates: t("desk.fixed") }, saved: false };
    case "needs-two":
      return { typed, errors: { choosesDates: t("desk.needsTwo") }, saved: false };
    default:
      redirect(`${here}?did=not-possible`);
  }
}

/** Adds a date by its times. Fields: `eventId`, `startsAt`, `endsAt` (in the event's zone). */
export async function addDateAction(
  _before: DateTimesState,
  form: FormData,
): Promise<DateTimesState> {
  const access = await requireEvent(text(form, "eventId"), "edit");
  const t = translator(await readerLocale(), "series");
  const { typed, times, errors } = await readTimes(access, form, t);
  if (!times) return { typed, errors, done: null };
  const outcome = await addDates(access, [times], new Date());
  switch (outcome.kind) {
    case "added":
      revalidatePath(`/dashboard/events/${access.eventId}/dates`);
      return { typed: null, errors: {}, done: t("desk.added", { count: outcome.added }) };
    case "too-many":
      return { typed, errors: { startsAt: t("desk.tooMany", { count: MOST_DATES }) }, done: null };
    case "cancelled":
      redirect(here(access.eventId, "not-possible"));
      break;
    default:
      return { typed, errors: { startsAt: t(`desk.errors.${outcome.kind}`) }, done: null };
  }
}

/** Gives a date another time. Fields: `date`, and those of one more. */
export async function moveDateAction(
  _before: DateTimesState,
  form: FormData,
): Promise<DateTimesState> {
  const access = await requireEvent(text(form, "eventId"), "edit");
  const t = translator(await readerLocale(), "series");
  const { typed, times, errors } = await readTimes(access, form, t);
  if (!times) return { typed, errors, done: null };
  const { kind } = await moveDate(access, text(form, "date"), times, new Date());
  if (kind === "past" || kind === "twice")
    return { typed, errors: { startsAt: t(`desk.errors.${kind}`) }, done: null };
  redirect(here(access.eventId, kind === "same" ? "moved" : kind));
}

/** The times as typed, in the zone of the date that they are of, else of the event's first. */
async function readTimes(access: EventAccess, form: FormData, t: Translate<"series">) {
  const typed = { startsAt: text(form, "startsAt"), endsAt: text(form, "endsAt") };
  const dates = await readDates(access);
  const date = dates.find(({ id }) => id === form.get("date")) ?? dates[0];
  const zone = date?.zone ?? "Etc/UTC";
  const startsAt = localToUtc(typed.startsAt, zone);
  const endsAt = localToUtc(typed.endsAt, zone);
  const errors: DateTimesState["errors"] = {};
  if (!startsAt) errors.startsAt = t("desk.errors.startsAt");
  else if (!endsAt || endsAt <= startsAt) errors.endsAt = t("desk.errors.endsAt");
  const times = startsAt && endsAt && !errors.endsAt ? { startsAt, endsAt, zone } : null;
  return { typed, times, errors };
}

/** Adds those of the calendar's dates that were marked. Fields: `eventId`, `date` (start, end, zone). */
export async function addMarkedAction(form: FormData): Promise<void> {
  const access = await requireEvent(text(form, "eventId"), "edit");
  const marked = form.getAll("date").flatMap((value) => readMarked(String(value)) ?? []);
  if (marked.length === 0) redirect(here(access.eventId, "none-marked"));
  const outcome = await addDates(access, marked, new Date());
  const done =
    outcome.kind === "added" || outcome.kind === "too-many" ? outcome.kind : "not-possible";
  redirect(here(access.eventId, done));
}

function readMarked(value: string): NewDate | null {
  const [from = "", to = "", zone = ""] = value.split(" ");
  const startsAt = new Date(from);
  const endsAt = new Date(to);
  const isDate = !Number.isNaN(startsAt.getTime()) && endsAt > startsAt && isZone(zone);
  return isDate ? { startsAt, endsAt, zone } : null;
}

/** Takes a date off a page that isn't published. Fields: `eventId`, `date`. */
export async function removeDateAction(form: FormData): Promise<void> {
  const access = await requireEvent(text(form, "eventId"), "edit");
  const removed = await removeDate(access, text(form, "date"));
  redirect(here(access.eventId, removed ? "removed" : "not-possible"));
}

/** Cancels one date. Its page said who is told. Fields: `eventId`, `date`. */
export async function cancelDateAction(form: FormData): Promise<void> {
  const access = await requireEvent(text(form, "eventId"), "edit");
  const { kind } = await cancelDate(access, text(form, "date"), new Date());
  redirect(here(access.eventId, kind));
}

function here(eventId: string, did: string): string {
  return `/dashboard/events/${eventId}/dates?did=${did}`;
}

function text(form: FormData, name: string): string {
  const value = form.get(name);
  return typeof value === "string" ? value : "";
}
