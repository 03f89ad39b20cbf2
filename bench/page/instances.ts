import { setTimeout as sleep } from "node:timers/promises";
import { withTx } from "@/lib/db/database";
import { bumpPage } from "@/lib/pages/bump";
import { quantile } from "../support/figures";

const EVERY_MS = 5;
const PATIENCE_MS = 20_000;
/** The form is in the page's markup, and not only in its data. */
const OPEN = 'name="firstName"';

export interface Instances {
  /** From the commit of an edit until the last process showed it, ms. */
  edit: { median: number; worst: number };
  /** How long after it had opened (closed) a process still said the opposite, ms. */
  opening: { worst: number };
  closing: { worst: number };
}

/** How soon several processes show what has changed: by an edit, and by the clock. */
export async function watchInstances(
  event: { id: string; slug: string },
  origins: string[],
  edits: number,
): Promise<Instances> {
  const pages = origins.map((origin) => `${origin}/e/${event.slug}`);
  const times: number[] = [];
  for (let edit = 0; edit < edits; edit++) {
    for (const page of pages) await read(page);
    const title = `Edited ${edit} ${Date.now()}`;
    await change(event.id, { title });
    const begun = performance.now();
    await Promise.all(pages.map((page) => until(page, (html) => html.includes(title))));
    times.push(performance.now() - begun);
    // At any moment of the watch's half second.
    await sleep(Math.random() * 500);
  }
  const opensAt = soon();
  await change(event.id, { opens_at: opensAt });
  const opening = await staleAfter(pages, opensAt, (html) => html.includes(OPEN));
  const closesAt = soon();
  await change(event.id, { opens_at: null, closes_at: closesAt });
  const closing = await staleAfter(pages, closesAt, (html) => !html.includes(OPEN));
  await change(event.id, { closes_at: null });
  return {
    edit: { median: quantile(times, 0.5), worst: Math.max(...times) },
    opening: { worst: opening },
    closing: { worst: closing },
  };
}

/** Asks each process all the time around `at`: the last answer begun after it that is yesterday's. */
async function staleAfter(
  pages: string[],
  at: Date,
  isToday: (html: string) => boolean,
): Promise<number> {
  const worst = await Promise.all(
    pages.map(async (page) => {
      let stale = 0;
      while (Date.now() < at.getTime() + 3_000) {
        const begun = Date.now();
        const today = isToday(await read(page));
        if (begun < at.getTime() && today && begun > at.getTime() - 2_000)
          throw new Error(`${page} was early.`);
        if (begun >= at.getTime() && !today) stale = Math.max(stale, begun - at.getTime() + 1);
        await sleep(EVERY_MS);
      }
      return stale;
    }),
  );
  return Math.max(...worst);
}

function soon(): Date {
  return new Date(Date.now() + 5_000);
}

async function change(
  id: string,
  set: { title?: string; opens_at?: Date | null; closes_at?: Date | null },
): Promise<void> {
  await withTx(async (tx) => {
    await tx.updateTable("events").set(set).where("id", "=", id).execute();
    await bumpPage(tx, id);
  });
}

async function until(page: string, shows: (html: string) => boolean): Promise<void> {
  const begun = performance.now();
  while (!shows(await read(page))) {
    if (performance.now() > begun + PATIENCE_MS) throw new Error(`${page} never showed it.`);
    await sleep(EVERY_MS);
  }
}

async function read(page: string): Promise<string> {
  return (await fetch(page, { headers: { accept: "text/html" } })).text();
}

/** Lists the event, so that Lighthouse counts its page as one to be found. */
export async function list(id: string): Promise<void> {
  await withTx(async (tx) => {
    await tx.updateTable("events").set({ listed: true }).where("id", "=", id).execute();
    await bumpPage(tx, id);
  });
}
