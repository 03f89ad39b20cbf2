import { randomUUID } from "node:crypto";
import { expect, type Page } from "@playwright/test";
import { PEOPLE } from "./people";
import { openForm, readForm, sendForm } from "./plain-form";
import { tenant } from "./tenant";

const HOUR_MS = 3_600_000;

/** So many hours after the moment at which the webinar was to begin, as Teams is told it. */
function hoursFrom(start: number) {
  return (hours: number) => new Date(start + hours * HOUR_MS).toISOString();
}

/**
 * Publishes a page for a new webinar of Ines', over HTTP, and waits until Microsoft tells of its
 * changes; `untilNoticed` waits until her event's overview says so.
 */
export async function followedWebinar(desk: Page, subject: string, registrar = "webinar") {
  const title = `${subject} ${randomUUID().slice(0, 8)}`;
  const at = hoursFrom(Math.ceil(Date.now() / HOUR_MS) * HOUR_MS + 14 * 24 * HOUR_MS);
  const { id: webinarId } = await tenant().makeWebinar({
    organizer: PEOPLE.ines.oid,
    displayName: title,
    start: at(0),
    end: at(1),
  });
  const path = `/dashboard/new?q=${encodeURIComponent(title)}`;
  const picker = await (await desk.request.get(path)).text();
  const picking = readForm(picker, path, `[value="${webinarId}"]`);
  const { location } = await sendForm(desk.request, picking);
  const id = /\/dashboard\/events\/([\w-]{36})\/edit$/.exec(location)?.[1];
  if (!id) throw new Error(`No draft of “${title}”: ${location}`);
  const editor = await openForm(desk.request, `${location}`, "slug");
  await sendForm(desk.request, editor, { registrar, intent: "publish" });
  const isTold = async () =>
    (await tenant().subscriptions()).some(({ resource }) => resource.includes(webinarId));
  // After an outage an organizer's lane rests for minutes.
  await expect.poll(isTold, { timeout: 300_000 }).toBe(true);
  const overview = `/dashboard/events/${id}`;
  return {
    id,
    slug: editor.fields.slug?.[0] ?? "",
    title,
    overview,
    at,
    change: (change: Parameters<ReturnType<typeof tenant>["changeWebinar"]>[1]) =>
      tenant().changeWebinar(webinarId, change),
    untilNoticed: (sentence: string) =>
      expect
        .poll(async () => (await (await desk.request.get(overview)).text()).includes(sentence), {
          timeout: 120_000,
        })
        .toBe(true),
  };
}
