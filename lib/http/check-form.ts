import type { IncomingMessage } from "node:http";

/** Between 27 and 70 characters: what every browser makes, and what Next's reader of forms takes. */
const MULTIPART =
  /^multipart\/form-data;(?:.*;)?\s*boundary=("?)([\w'()+,./:=?-]{27,70})\1\s*(?:;|$)/i;
const PAGE_METHODS = ["GET", "HEAD", "POST", "OPTIONS"];
const API_METHODS = [...PAGE_METHODS, "PUT", "PATCH", "DELETE"];
/** Line breaks that may follow a form's last line. */
const TAIL = 8;

/** May this be asked so? Next renders a page for any method, and a route fails at TRACE. */
export function isKnownMethod(req: IncomingMessage, pathname: string): boolean {
  const known = pathname.startsWith("/api/") ? API_METHODS : PAGE_METHODS;
  return known.includes(req.method ?? "");
}

/**
 * Is what is posted to a page a form, by what the request says of itself? Calls of the page's own
 * script (`next-action`) have other types as well. Next takes anything else for a look at the page.
 */
export function isForm(req: IncomingMessage): boolean {
  const type = req.headers["content-type"] ?? "";
  if (MULTIPART.test(type)) return Number(req.headers["content-length"] ?? 1) > 0;
  return req.headers["next-action"] !== undefined && !/^multipart\//i.test(type);
}

/** What stands between the fields of a form; null where none is sent. */
export function formBoundary(req: IncomingMessage): string | null {
  return MULTIPART.exec(req.headers["content-type"] ?? "")?.[2] ?? null;
}

/**
 * Looks whether a form arrives whole: one that was cut off never ends for the code that reads it,
 * and `onCut` is called. Next would answer it as a fault of its own.
 */
export function checkFormEnd(req: IncomingMessage, onCut: () => void): void {
  const boundary = formBoundary(req);
  if (req.method !== "POST" || boundary === null) return;
  const wanted = `--${boundary}--`;
  let tail = "";
  const { push } = req;
  req.push = function pushLooked(chunk: Buffer | null, encoding?: BufferEncoding) {
    if (chunk !== null) {
      tail = (tail + chunk.toString("latin1")).slice(-(wanted.length + TAIL));
    } else if (!tail.trimEnd().endsWith(wanted)) {
      onCut();
      return false;
    }
    return push.call(req, chunk, encoding);
  };
}
