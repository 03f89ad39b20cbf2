import { randomUUID } from "node:crypto";
import type { Server } from "node:http";
import type { Duplex } from "node:stream";
import { policyFor } from "./csp";
import { FAILURE_STATUS, type Failure, failurePage } from "./failure-page";

/**
 * Answers what Node can't read as a request at all (a head that is too long, a broken line, one
 * that never ends), where it would send an empty 400 or 431. No handler ever hears of these, and
 * the reader's language is in what could not be read.
 */
export function refuseUnreadable(server: Server): void {
  server.on("clientError", (error: NodeJS.ErrnoException, socket: Duplex) => {
    // Gone, or in the middle of an answer: there is nobody to say anything to.
    if (error.code === "ECONNRESET" || !socket.writable || isMidAnswer(socket))
      return void socket.destroy();
    socket.end(answerTo(error.code));
  });
}

/** Node keeps the answer under way here; a second head in the middle of it would corrupt it. */
function isMidAnswer(socket: Duplex): boolean {
  const { _httpMessage } = socket as Duplex & { _httpMessage?: { headersSent?: boolean } | null };
  return _httpMessage?.headersSent === true;
}

function answerTo(code: string | undefined): string {
  const failure: Failure = code === "HPE_HEADER_OVERFLOW" ? "headTooLarge" : "badRequest";
  const status =
    code === "ERR_HTTP_REQUEST_TIMEOUT"
      ? "408 Request Timeout"
      : STATUS_LINE[FAILURE_STATUS[failure]];
  const html = failurePage({
    locale: "en",
    failure,
    request: randomUUID(),
    reload: null,
    posted: null,
  });
  return [
    `HTTP/1.1 ${status}`,
    "content-type: text/html; charset=utf-8",
    `content-length: ${Buffer.byteLength(html)}`,
    "cache-control: no-store",
    "x-content-type-options: nosniff",
    `content-security-policy: ${policyFor(html, []).header}`,
    "connection: close",
    "",
    html,
  ].join("\r\n");
}

const STATUS_LINE: Record<number, string> = {
  400: "400 Bad Request",
  431: "431 Request Header Fields Too Large",
};
