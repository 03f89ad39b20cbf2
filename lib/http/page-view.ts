import type { IncomingMessage, ServerResponse } from "node:http";
import type { Failure } from "./failure-page";

/** Head of the shell that Next sends for a throw on a page: blank without JavaScript. */
const EMPTY_SHELL = '<html id="__next_error__"';
const FAILURE_OF_STATUS: Record<number, Failure> = {
  400: "badRequest",
  403: "foreign",
  404: "notFound",
  409: "stale",
  413: "tooLarge",
  503: "unavailable",
};

/** Does somebody look at the answer, as opposed to a script or Next's own client? */
export function isPageView(req: IncomingMessage): boolean {
  const { headers, url = "/" } = req;
  if (headers.rsc || headers["next-action"]) return false;
  if (url.startsWith("/_next/") || url.startsWith("/api/")) return false;
  return String(headers.accept ?? "").includes("text/html");
}

/** Is this an HTML document? */
export function isHtml(res: ServerResponse): boolean {
  return String(res.getHeader("content-type") ?? "").startsWith("text/html");
}

/**
 * The failure to show instead of what Next answers to a page view: its bare texts ("Server
 * Action unavailable.") and empty shells. Null when the app has rendered a page itself.
 */
export function failureOf(res: ServerResponse, body: Buffer): Failure | null {
  if (isHtml(res) && !body.subarray(0, 200).includes(EMPTY_SHELL)) return null;
  if (res.statusCode < 400) return null;
  return FAILURE_OF_STATUS[res.statusCode] ?? "failed";
}
