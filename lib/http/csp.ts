import { createHash } from "node:crypto";

// Data blocks (JSON-LD) are never executed, so no policy concerns them.
const INLINE_SCRIPT =
  /<script(?![^>]*\s(?:src=|type="application\/ld\+json"))[^>]*>([\s\S]*?)<\/script>/g;

/*
 * Next writes inline scripts of these shapes and no others. Only they are blessed: a hash of
 * whatever stands in the page would bless an injected script as well.
 */
const FLIGHT_BEGIN = "(self.__next_f=self.__next_f||[]).push([0])";
const FLIGHT_PUSH =
  /^(?:\(self\.__next_f=self\.__next_f\|\|\[\]\)\.push\(\[0\]\);)?self\.__next_f\.push\((\[[\s\S]*\])\)$/;
const TURBOPACK_BEGIN =
  /^\(globalThis\["TURBOPACK"\] \|\| \(globalThis\["TURBOPACK"\] = \[\]\)\)\.push\(\{"otherChunks":\[[\w",/.~-]*\],"runtimeModuleIds":\[[\d,]*\]\}\);$/;

/** Is this inline script one that Next writes, carrying nothing but data? */
export function isKnownScript(text: string): boolean {
  if (text === FLIGHT_BEGIN || TURBOPACK_BEGIN.test(text)) return true;
  const data = FLIGHT_PUSH.exec(text)?.[1];
  if (data === undefined) return false;
  try {
    JSON.parse(data);
    return true;
  } catch {
    return false;
  }
}

export interface Policy {
  header: string;
  /** Inline scripts that the policy stops, for the log. */
  stopped: number;
}

/**
 * The Content-Security-Policy of one page: nothing inline but the scripts known above.
 * `formTargets` are origins besides our own that a form's redirect may lead to: browsers apply
 * form-action to redirects too, and the sign-in form's leads to the authority.
 * `frameAncestors` are origins besides our own whose pages may frame this one.
 */
export function policyFor(
  html: string,
  formTargets: readonly string[],
  frameAncestors: readonly string[] = [],
): Policy {
  const hashes = new Set<string>();
  let stopped = 0;
  for (const [, text] of html.matchAll(INLINE_SCRIPT)) {
    if (!text) continue;
    if (isKnownScript(text)) hashes.add(hashOf(text));
    else stopped += 1;
  }
  const directives = [
    "default-src 'self'",
    ["script-src 'self'", ...hashes].join(" "),
    "style-src 'self'",
    "img-src 'self' data:",
    ["form-action 'self'", ...formTargets].join(" "),
    "base-uri 'none'",
    "object-src 'none'",
    // The editor frames its preview; others frame an embedded form only, where its event lets them.
    ["frame-ancestors 'self'", ...frameAncestors].join(" "),
  ];
  return { header: directives.join("; "), stopped };
}

function hashOf(text: string): string {
  return `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
}
