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
  for (const query of await readerQueries(slug)) {
    const source = readSource(query);
    if (source) return source;
  }
  return null;
}

/** No code is as long. */
const LONGEST_CODE = 100;

/** The invitation code in the address from which somebody goes to sign in. */
export async function readerCode(slug: string): Promise<string | null> {
  for (const query of await readerQueries(slug)) {
    const code = query.get("code");
    if (code) return code.slice(0, LONGEST_CODE);
  }
  return null;
}

/** The queries of the event's addresses that a form was sent to and from. */
async function readerQueries(slug: string): Promise<URLSearchParams[]> {
  const sent = await headers();
  const { publicUrl } = env();
  return [sent.get("x-path"), sent.get("referer")].flatMap((address) => {
    const url = address === null ? null : URL.parse(address, publicUrl);
    return url?.origin === publicUrl && isOfEvent(url.pathname, slug) ? [url.searchParams] : [];
  });
}

function isOfEvent(pathname: string, slug: string): boolean {
  return pathname === `/e/${slug}` || pathname.startsWith(`/e/${slug}/`);
}
