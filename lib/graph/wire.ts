import type { Context, Middleware } from "@microsoft/microsoft-graph-client";
import { limits } from "./limits";
import { readBody } from "./read-body";

/**
 * The only middleware in the Graph client's chain: puts the token on, sends once, and reads the
 * whole answer within ten seconds (lib/graph/limits.ts).
 *
 * The library's own chain is left out on purpose. It sleeps for Retry-After inside the call (a
 * lane decides that here), follows redirects to other hosts, and sets no limit on the body.
 */
export class Wire implements Middleware {
  readonly #token: string;
  readonly #requestId: string;
  readonly #signal: AbortSignal | undefined;

  constructor(token: string, requestId: string, signal?: AbortSignal) {
    this.#token = token;
    this.#requestId = requestId;
    this.#signal = signal;
  }

  /** Throws what fetch throws: no answer came, or not all of it. */
  async execute(context: Context): Promise<void> {
    const deadline = AbortSignal.timeout(limits.callMs);
    const headers = new Headers(context.options?.headers as HeadersInit);
    headers.set("authorization", `Bearer ${this.#token}`);
    headers.set("client-request-id", this.#requestId);
    headers.set("accept", "application/json");
    const answer = await fetch(context.request, {
      method: context.options?.method,
      body: context.options?.body,
      headers,
      redirect: "manual",
      cache: "no-store",
      signal: this.#signal ? AbortSignal.any([deadline, this.#signal]) : deadline,
    });
    const text = await readBody(answer);
    // Read here, so that the limit holds for the body too; handed on as an answer of its own.
    context.response = new Response(text === "" ? null : text, {
      status: answer.status,
      headers: answer.headers,
    });
  }
}
