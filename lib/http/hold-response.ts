import type { OutgoingHttpHeader, OutgoingHttpHeaders, ServerResponse } from "node:http";

export interface Hold {
  /** Called once, before the head is sent or held: the last moment to set headers. */
  beforeHead(): void;
  /** Should this answer be held until it is whole? Asked once, after beforeHead. */
  wanted(): boolean;
  /** Gets a held answer whole; sets status and headers and returns the body to send. */
  finish(body: Buffer): Buffer;
}

type Done = ((error?: Error | null) => void) | undefined;

/**
 * Makes `res` hold back what the code behind it writes, where `hold` wants that, and send it in
 * one piece. Everything else passes through as it is written (streams, files).
 */
export function holdResponse(res: ServerResponse, hold: Hold): void {
  const { writeHead, write, end, flushHeaders } = res;
  let held: Buffer[] | null = null;
  let decided = false;

  function decide(): void {
    if (decided) return;
    decided = true;
    hold.beforeHead();
    if (hold.wanted()) held = [];
  }

  res.writeHead = function writeHeadOrHold(status: number, ...rest: unknown[]) {
    res.statusCode = status;
    const headers = rest.find((each) => typeof each === "object" && each !== null);
    if (headers) setHeaders(res, headers as OutgoingHttpHeaders | OutgoingHttpHeader[]);
    decide();
    return held ? res : writeHead.call(res, res.statusCode);
  } as typeof res.writeHead;

  res.flushHeaders = () => {
    decide();
    if (!held) flushHeaders.call(res);
  };

  res.write = function writeOrHold(chunk: unknown, encoding?: unknown, callback?: unknown) {
    decide();
    const done = (typeof encoding === "function" ? encoding : callback) as Done;
    if (!held) return write.call(res, chunk, encoding as BufferEncoding, callback as Done);
    held.push(toBuffer(chunk, encoding));
    done?.();
    return true;
  } as typeof res.write;

  res.end = function endOrHold(chunk?: unknown, encoding?: unknown, callback?: unknown) {
    const done = [chunk, encoding, callback].find((each) => typeof each === "function") as Done;
    const last = typeof chunk === "function" ? undefined : chunk;
    decide();
    if (!held) return end.call(res, last, encoding as BufferEncoding, done);
    if (last !== undefined && last !== null) held.push(toBuffer(last, encoding));
    // A cached page comes in one piece, and copying it costs more than finishing it.
    const body = hold.finish(held.length === 1 && held[0] ? held[0] : Buffer.concat(held));
    held = null;
    res.removeHeader("transfer-encoding");
    res.setHeader("content-length", body.length);
    return end.call(res, body, "utf8", done);
  } as typeof res.end;
}

function toBuffer(chunk: unknown, encoding: unknown): Buffer {
  if (typeof chunk !== "string") return Buffer.from(chunk as Uint8Array);
  return Buffer.from(chunk, typeof encoding === "string" ? (encoding as BufferEncoding) : "utf8");
}

function setHeaders(
  res: ServerResponse,
  headers: OutgoingHttpHeaders | OutgoingHttpHeader[],
): void {
  if (!Array.isArray(headers)) {
    for (const [name, value] of Object.entries(headers)) {
      if (value !== undefined) res.setHeader(name, value);
    }
    return;
  }
  for (let at = 0; at + 1 < headers.length; at += 2) {
    res.setHeader(String(headers[at]), headers[at + 1] as OutgoingHttpHeader);
  }
}
