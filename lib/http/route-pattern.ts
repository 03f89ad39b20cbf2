/** What stands directly behind these, whatever it looks like, is a secret or anybody's choice. */
const NAMED: Record<string, string> = {
  "/e": "[slug]",
  "/r": "[token]",
  "/j": "[token]",
  "/api/passes": "[token]",
  "/api/places": "[slug]",
  "/api/reminders": "[slug]",
};
/** First segments that exist; others are anybody's invention and would flood logs and metrics. */
const KNOWN = ["e", "r", "j", "dashboard", "sign-in", "accessibility", "privacy", "api"];
const WORD = /^[a-z][a-z-]{0,30}$/;
const DEEPEST = 6;

/**
 * The pattern of a path, for logs and metrics: `/r/[token]/withdraw`, never the path itself,
 * which may hold a secret. A segment stays as it is only where it can't be one.
 */
export function routePattern(pathname: string): string {
  if (pathname === "/") return "/";
  if (pathname.startsWith("/_next/")) return "/_next";
  const segments = pathname.split("/").filter(Boolean).slice(0, DEEPEST);
  const [first = ""] = segments;
  if (!KNOWN.includes(first))
    return segments.length === 1 && first.includes(".") ? "[file]" : "[other]";
  let pattern = "";
  for (const segment of segments) {
    pattern += `/${NAMED[pattern] ?? (WORD.test(segment) ? segment : "[id]")}`;
  }
  return pattern;
}
