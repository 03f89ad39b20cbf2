import { cookies } from "next/headers";
import { env } from "@/lib/env";
import { BROWSER_COOKIE } from "@/lib/http/browser-cookie";
import { log } from "@/lib/log";
import { within } from "@/lib/patience";
import {
  DRAFT_SECONDS,
  type Draft,
  packDraft,
  readDraft,
  saveDraft,
} from "@/lib/registrations/draft";
import { newSecret } from "@/lib/seal";

const DRAFT_COOKIE = "usher-draft";

/** It waits behind an answer that is ready. */
const PATIENCE_MS = 2_000;

const HALF_A_YEAR_SECONDS = 180 * 24 * 60 * 60;

/** Where this browser's cookies of events go. */
const EVENTS = "/e";

function attributes(maxAge: number, path = EVENTS) {
  const secure = env().publicUrl.startsWith("https:");
  return { httpOnly: true, sameSite: "lax", secure, path, maxAge } as const;
}

/** This browser's secret: from server.ts at the first page, made here where it was refused. */
export async function browserSecret(): Promise<string> {
  const jar = await cookies();
  const known = jar.get(BROWSER_COOKIE)?.value;
  if (known && /^[\w-]{22}$/.test(known)) return known;
  const secret = newSecret();
  jar.set(BROWSER_COOKIE, secret, attributes(HALF_A_YEAR_SECONDS));
  return secret;
}

/**
 * Keeps what was typed for this browser: in the database, or with the browser itself while the
 * database is away (known to be: it isn't even asked). Nothing is thrown: the answer to the form
 * goes before its memory. `path` is where the form stands.
 */
export async function keepDraft(
  slug: string,
  draft: Draft,
  { away = false, path = EVENTS }: { away?: boolean; path?: string } = {},
): Promise<void> {
  const kept = away ? packDraft(slug, draft) : await saveOrPack(slug, draft);
  if (kept) (await cookies()).set(DRAFT_COOKIE, kept, attributes(DRAFT_SECONDS, path));
}

/** It was accepted: what was typed before is no more than what is kept. */
export async function forgetDraft(path: string): Promise<void> {
  (await cookies()).set(DRAFT_COOKIE, "", attributes(0, path));
}

async function saveOrPack(slug: string, draft: Draft): Promise<string | null> {
  try {
    return await within(PATIENCE_MS, () => saveDraft(slug, draft, new Date()));
  } catch (error) {
    log.warn({ err: error }, "a draft went to the browser's own cookie");
    return packDraft(slug, draft);
  }
}

/** What this browser typed at this event within the hour. */
export async function keptDraft(slug: string): Promise<Draft | null> {
  const kept = (await cookies()).get(DRAFT_COOKIE)?.value;
  if (!kept) return null;
  try {
    return await within(PATIENCE_MS, () => readDraft(kept, slug, new Date()));
  } catch (error) {
    log.warn({ err: error }, "a draft could not be read");
    return null;
  }
}
