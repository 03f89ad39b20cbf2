import { unstable_cache } from "next/cache";
import { type PublicPage, readPublicPage } from "@/lib/events/read-page";
import { isSlug } from "@/lib/events/schema";
import { pageTag } from "@/lib/pages/tag";

const KEY = Symbol.for("usher.page-cache");
// Next keeps this cache on disk. What an earlier process left there may be another database's, and
// no watcher heard of the changes since: each process begins anew.
const shared = globalThis as { [KEY]?: string };
shared[KEY] ??= crypto.randomUUID();

/** The event's page from this process's cache, which the page watcher empties by tag. */
export function cachedPage(slug: string): Promise<PublicPage | null> {
  return unstable_cache(() => readPublicPage(slug), ["page", shared[KEY] ?? "", slug], {
    tags: [pageTag(slug)],
    revalidate: 60,
  })();
}

/** The phases are told by Dates; a cache keeps times as text. */
export function datesOf(page: PublicPage) {
  return {
    state: page.state,
    opensAt: page.opensAt ? new Date(page.opensAt) : null,
    closesAt: page.closesAt ? new Date(page.closesAt) : null,
    endsAt: new Date(page.endsAt),
  };
}

/** A slug from an address. Whatever can be none becomes one that no event has, one for all of them. */
export function slugOf(raw: string): string {
  return isSlug(raw) ? raw : "-";
}
