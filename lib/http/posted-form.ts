import type { IncomingMessage } from "node:http";
import { formBoundary } from "./check-form";
import { BODY_LIMIT } from "./limit-body";

/** A field as it was sent, hidden ones included; several may have one name. */
export type PostedField = readonly [name: string, value: string];

/**
 * Remembers a form while it is read, for the page that says that it could not be taken: so nobody
 * types anything twice. Answers a reader of what came, files left out; null where it is no form.
 */
export function rememberForm(req: IncomingMessage): () => PostedField[] | null {
  const boundary = formBoundary(req);
  if (req.method !== "POST" || boundary === null) return () => null;
  const chunks: Buffer[] = [];
  let bytes = 0;
  const { push } = req;
  req.push = function pushKept(chunk: Buffer | null, encoding?: BufferEncoding) {
    bytes += chunk?.length ?? 0;
    if (chunk !== null && bytes <= BODY_LIMIT) chunks.push(chunk);
    return push.call(req, chunk, encoding);
  };
  return () => parseForm(Buffer.concat(chunks), boundary);
}

/** The text fields of a multipart form, in their order; null when it is cut off. */
export function parseForm(body: Buffer, boundary: string): PostedField[] | null {
  // A byte a character: no boundary can hide in what is not ASCII.
  const parts = `\r\n${body.toString("latin1")}`.split(`\r\n--${boundary}`).slice(1);
  if (!parts.pop()?.startsWith("--")) return null;
  return parts.flatMap((part) => {
    const headEnd = part.indexOf("\r\n\r\n");
    const head = utf8(part.slice(0, headEnd));
    const name = /\bname="([^"]*)"/i.exec(head)?.[1];
    if (headEnd < 0 || name === undefined || /\bfilename="/i.test(head)) return [];
    return [[unescapeName(name), utf8(part.slice(headEnd + 4))] as const];
  });
}

/** Browsers write these three in a name so that it can stand in quotes. */
function unescapeName(name: string): string {
  return name.replaceAll("%22", '"').replaceAll("%0D", "\r").replaceAll("%0A", "\n");
}

function utf8(bytes: string): string {
  return Buffer.from(bytes, "latin1").toString("utf8");
}
