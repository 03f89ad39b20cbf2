import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { readBody } from "./read-body";

interface WiredCall {
  token: string;
  requestId: string;
  /** Milliseconds from the first byte sent to the last of the answer. */
  patienceMs: number;
  signal: AbortSignal | undefined;
}

/**
 * The only middleware in the Graph client's chain: puts the token on, sends once, and reads the
 * whole answer within the call's time (lib/graph/limits.ts).
 *
 * The library's own chain is left out on purpose. It sleeps for Retry-After inside the call (a
 * lane decides that here), follows redirects to other hosts, and sets no limit on the body.
 */
export class Wire implements Middleware {
  readonly #call: WiredCall;

  constructor(call: WiredCall) {
    this.#call = call;
  }

  /** Throws what fetch throws: no answer came, or not all of it. */
  async execute(context: Context): Promise<void> {
    const { token, requestId, patienceMs, signal } = this.#call;
    const deadline = AbortSignal.timeout(patienceMs);
    const headers = new Headers(context.options?.headers as HeadersInit);
    headers.set("authorization", `Bearer ${token}`);
    headers.set("client-request-id", requestId);
    headers.set("accept", "application/json");
    const answer = await fetch(context.request, {
      method: context.options?.method,
      body: context.options?.body,
      headers,
      redirect: "manual",
      cache: "no-store",
      signal: signal ? AbortSignal.any([deadline, signal]) : deadline,
    });
    const text = await readBody(answer);
    // Read here, so that the limit holds for the body too; handed on as an answer of its own.
    context.response = new Response(text === "" ? null : text, {
      status: answer.status,
      headers: answer.headers,
    });
  }
}
