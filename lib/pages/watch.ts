import { db } from "@/lib/db/database";
import { log } from "@/lib/log";
import { clockChanges } from "./clock-changes";
import { type PageVersion, selectPagesFingerprint, selectPageVersions } from "./queries";

const EVERY = 500;

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
 */
export async function watchPages(
  revalidate: (slugs: string[]) => Promise<void>,
  everyMs = EVERY,
): Promise<PageWatch> {
  let fingerprint = await selectPagesFingerprint(db());
  const seen = new Map((await selectPageVersions(db())).map((page) => [page.eventId, page]));
  const clock = clockChanges(revalidate);
  await clock.plan();
  let stopped = false;
  let failures = 0;
  let timer: NodeJS.Timeout | undefined;
  let looking: Promise<void> = Promise.resolve();

  async function look(): Promise<void> {
    const now = await selectPagesFingerprint(db());
    if (now === fingerprint) return;
    const changed = (await selectPageVersions(db())).filter(
      (page) => seen.get(page.eventId)?.version !== page.version,
    );
    if (changed.length > 0) {
      await revalidate(changed.flatMap((page) => slugsOf(page, seen.get(page.eventId))));
      for (const page of changed) seen.set(page.eventId, page);
      await clock.plan();
    }
    // Last, so that a failure or a change in between is looked for again.
    fingerprint = now;
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
      clock.stop();
    },
  };
}

/** A page that moved to another address changes at both. */
function slugsOf(page: PageVersion, before: PageVersion | undefined): string[] {
  return before && before.slug !== page.slug ? [page.slug, before.slug] : [page.slug];
}
