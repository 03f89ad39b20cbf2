import type { IncomingMessage } from "node:http";
import { PICTURE_BYTES } from "@/lib/images/prepare-picture";

/**
 * The most that any form or call may send: more than a form at all of its limits weighs, in the
 * script and the spelling that need the most bytes (lib/registrations/largest-form.test.ts). Next's
 * own limit for actions is the same (next.config.ts), and said less well.
 */
export const BODY_LIMIT = 3 * 1024 * 1024;
/** Where a picture is sent to, and what a form has around it. */
const PICTURES = /^\/dashboard\/events\/[^/]+\/cover$/;
const FORM_BYTES = 64 * 1024;

/** The most that may be sent to this address. */
export function bodyLimit(pathname: string): number {
  return PICTURES.test(pathname) ? PICTURE_BYTES + FORM_BYTES : BODY_LIMIT;
}

/** Does the request announce more than `limit` bytes? */
export function announcesTooMuch(req: IncomingMessage, limit = BODY_LIMIT): boolean {
  return Number(req.headers["content-length"] ?? 0) > limit;
}

/**
 * Counts the bytes of a body that was not announced (chunked). What goes beyond `limit` never
 * reaches the code that reads the request, and `onTooMuch` is called once.
 */
export function limitBody(req: IncomingMessage, onTooMuch: () => void, limit = BODY_LIMIT): void {
  if (req.headers["content-length"] !== undefined || !req.headers["transfer-encoding"]) return;
  let bytes = 0;
  let over = false;
  const { push } = req;
  req.push = function pushCounted(chunk: Buffer | null, encoding?: BufferEncoding) {
    bytes += chunk?.length ?? 0;
    if (bytes <= limit) return push.call(req, chunk, encoding);
    if (!over) {
      over = true;
      onTooMuch();
    }
    // The rest is read and dropped, so that the browser gets to see the answer; the end too is
    // kept from the reader, who would take half a form for a whole one.
    return true;
  };
}
