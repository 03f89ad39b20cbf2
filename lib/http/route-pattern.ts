/** Every address there is, as Next's folders name it. A test compares this with app/. */
export const ROUTES = [
  "/",
  "/accessibility",
  "/api/auth/[...nextauth]",
  "/api/challenge/[slug]",
  "/api/connection",
  "/api/covers/[hash]",
  "/api/events",
  "/api/events/[id]/export",
  "/api/events/[id]/qr",
  "/api/events/[id]/roster",
  "/api/health",
  "/api/internal/operator",
  "/api/internal/revalidate",
  "/api/lang",
  "/api/mail-events",
  "/api/metrics",
  "/api/notifications",
  "/api/passes/[token]/calendar",
  "/api/passes/[token]/state",
  "/api/places/[slug]",
  "/api/ready",
  "/api/reminders/[slug]",
  "/api/share/[slug]",
  "/api/when",
  "/dashboard",
  "/dashboard/check",
  "/dashboard/connection",
  "/dashboard/events/[id]",
  "/dashboard/events/[id]/cover",
  "/dashboard/events/[id]/dates",
  "/dashboard/events/[id]/edit",
  "/dashboard/events/[id]/form",
  "/dashboard/events/[id]/form/preview",
  "/dashboard/events/[id]/messages",
  "/dashboard/events/[id]/messages/preview",
  "/dashboard/events/[id]/messages/sender",
  "/dashboard/events/[id]/move",
  "/dashboard/events/[id]/move/[meeting]",
  "/dashboard/events/[id]/preview",
  "/dashboard/events/[id]/registrations",
  "/dashboard/events/[id]/settings",
  "/dashboard/installation",
  "/dashboard/new",
  "/e/[slug]",
  "/e/[slug]/embed",
  "/e/[slug]/embed/sign-up",
  "/e/[slug]/mailbox",
  "/e/[slug]/register",
  "/j/[token]",
  "/privacy",
  "/r/[token]",
  "/r/[token]/answers",
  "/r/[token]/dates",
  "/r/[token]/give-up",
  "/r/[token]/replace",
  "/sign-in",
];

interface Node {
  words: Map<string, Node>;
  /** What any other segment is, in brackets. */
  parameter: string | null;
  child: Node | null;
  isRoute: boolean;
}

const tree = makeNode();
for (const route of ROUTES) add(route);

/**
 * The pattern of a path, for logs and metrics: `/r/[token]/give-up`, never the path itself, which
 * may hold a secret or be anybody's invention. So there are as many patterns as there are routes.
 */
export function routePattern(pathname: string): string {
  if (pathname.startsWith("/_next/")) return "/_next";
  const segments = pathname.split("/").filter(Boolean);
  let node = tree;
  let pattern = "";
  for (const segment of segments) {
    if (node.parameter?.startsWith("[...")) return `${pattern}/${node.parameter}`;
    const word = node.words.get(segment);
    const next = word ?? node.child;
    if (!next) return unknown(segments, pattern);
    pattern += word ? `/${segment}` : `/${node.parameter}`;
    node = next;
  }
  return node.isRoute ? pattern || "/" : unknown(segments, pattern);
}

/** What is not there, told by how far the way to it is. */
function unknown(segments: string[], known: string): string {
  if (segments.length === 1 && segments[0]?.includes(".")) return "[file]";
  return known === "" ? "[other]" : `${known}/[other]`;
}

function add(route: string): void {
  let node = tree;
  for (const segment of route.split("/").filter(Boolean)) {
    if (segment.startsWith("[")) {
      node.parameter = segment;
      node.child ??= makeNode();
      node = node.child;
      continue;
    }
    const next = node.words.get(segment) ?? makeNode();
    node.words.set(segment, next);
    node = next;
  }
  node.isRoute = true;
}

function makeNode(): Node {
  return { words: new Map(), parameter: null, child: null, isRoute: false };
}
