import { headers } from "next/headers";
import type { Source } from "@/lib/db/schema";
import { env } from "@/lib/env";
import { readSource } from "@/lib/registrations/source";

/**
 * Where whoever sends a form came from: its own address says it, since browsers send a page's form
 * to the page's address, and for a form that is sent elsewhere the address of the page it stood on.
 * No cookie follows anybody.
 */
export async function readerSource(slug: string): Promise<Source | null> {
  const sent = await headers();
  const { publicUrl } = env();
  for (const address of [sent.get("x-path"), sent.get("referer")]) {
    const url = address === null ? null : URL.parse(address, publicUrl);
    if (url?.origin !== publicUrl || !isOfEvent(url.pathname, slug)) continue;
    const source = readSource(url.searchParams);
    if (source) return source;
  }
  return null;
}

function isOfEvent(pathname: string, slug: string): boolean {
  return pathname === `/e/${slug}` || pathname.startsWith(`/e/${slug}/`);
}
