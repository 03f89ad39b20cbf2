import { isLoopback } from "@/lib/env";
import { isFrameOrigin } from "@/lib/http/frame-origins";

/** More than this nobody reads through; each stands in a header of every embedded form. */
export const MOST_ORIGINS = 20;

export type OriginsOutcome =
  | { kind: "read"; origins: string[] }
  | { kind: "invalid" | "insecure"; entry: string }
  | { kind: "too-many" };

/**
 * The sites that somebody wrote down, as origins: one a line, `https://` may be left out. A path is
 * refused: browsers compare origins only, so it would promise what doesn't hold.
 */
export function readOrigins(text: string): OriginsOutcome {
  const entries = text.split(/[\s,]+/).filter(Boolean);
  const origins = new Set<string>();
  for (const entry of entries) {
    // With a scheme, or a name to put one before: `https:` alone would be taken for a name.
    const url = URL.parse(/^[a-z][a-z0-9+.-]*:(?!\d)/i.test(entry) ? entry : `https://${entry}`);
    const bare = url && url.href === `${url.origin}/`;
    if (!bare || !isFrameOrigin(url.origin)) return { kind: "invalid", entry };
    if (url.protocol !== "https:" && !isLoopback(url.hostname)) return { kind: "insecure", entry };
    origins.add(url.origin);
  }
  if (origins.size > MOST_ORIGINS) return { kind: "too-many" };
  return { kind: "read", origins: [...origins] };
}
