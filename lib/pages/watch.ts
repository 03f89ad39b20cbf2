import { db } from "@/lib/db/database";
import { log } from "@/lib/log";
import { clockChanges } from "./clock-changes";
import { type PageVersion, selectPagesFingerprint, selectPageVersions } from "./queries";

const EVERY_MS = 500;
/** Longer than a page takes to be rendered, on a machine that is busy. */
const AGAIN_MS = 3_000;

export interface PageWatch {
  /** Looks once, now. Resolves when what changed has been revalidated. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

/**
 * Watches page_versions and hands the slugs of changed pages to `revalidate`, which drops them
 * from this process's cache. What is there at the start counts as seen: a cache begins empty.
 * So begin before the first request is served, or a page could be cached and its change missed.
 * A change whose revalidation failed is handed over again at the next look. Pages that the clock
 * changes are handed over at that very moment.
 *
 * Each change is handed over once more after `againMs`: what had been read before it may have been
 * put into the cache after it was dropped, where Next takes it for new.
 */
export async function watchPages(
  revalidate: (slugs: string[]) => Promise<void>,
  { everyMs = EVERY_MS, againMs = AGAIN_MS } = {},
): Promise<PageWatch> {
  let fingerprint = await selectPagesFingerprint(db());
  const seen = new Map((await selectPageVersions(db())).map((page) => [page.eventId, page]));
  const clock = clockChanges(revalidate);
  await clock.plan();
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  const repeats = new Set<NodeJS.Timeout>();
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const now = await selectPagesFingerprint(db());
    if (now === fingerprint) return;
    const changed = (await selectPageVersions(db())).filter(
      (page) => seen.get(page.eventId)?.version !== page.version,
    );
    if (changed.length > 0) {
      const slugs = changed.flatMap((page) => slugsOf(page, seen.get(page.eventId)));
      await revalidate(slugs);
      handAgain(slugs);
      for (const page of changed) seen.set(page.eventId, page);
      await clock.plan();
    }
    // Last, so that a failure or a change in between is looked for again.
    fingerprint = now;
  }

  function handAgain(slugs: string[]): void {
    const timer = setTimeout(() => {
      repeats.delete(timer);
      revalidate(slugs).catch((error: unknown) =>
        log.warn({ err: error }, "changed pages were dropped once only"),
      );
    }, againMs);
    repeats.add(timer.unref());
  }

  async function tick(): Promise<void> {
    try {
      await look();
      await clock.planAhead();
      failures = 0;
    } catch (error) {
      failures += 1;
      // Once, not twice a second, while a database is away.
      if (failures === 1) log.warn({ err: error }, "changed pages could not be looked for");
    }
    if (!stopped) schedule();
  }

  function schedule(): void {
    timer = setTimeout(() => {
      looking = tick();
    }, everyMs);
    timer.unref();
  }

  schedule();
  return {
    look,
    async stop() {
      stopped = true;
      clearTimeout(timer);
      await looking;
      for (const repeat of repeats) clearTimeout(repeat);
      clock.stop();
    },
  };
}

/** A page that moved to another address changes at both. */
function slugsOf(page: PageVersion, before: PageVersion | undefined): string[] {
  return before && before.slug !== page.slug ? [page.slug, before.slug] : [page.slug];
}
