import type { Socket } from "node:net";
import pg from "pg";
import { OutOfPatience } from "@/lib/patience";
import { requestScope } from "@/lib/request-scope";

/** How long a statement's answer is waited for, in milliseconds. */
export interface PatienceLimits {
  /** On behalf of somebody with a browser. */
  request: number;
  /** By a job, and whatever else runs by itself; 0: for ever. */
  job: number;
}

/**
 * A connection that does not wait for ever for a server that hangs, or for a network that drops
 * everything: PostgreSQL's own limits are no help then. A connection whose answer did not come is
 * of no use to anybody: it is destroyed, and PostgreSQL rolls back what was not committed.
 */
export class PatientClient extends pg.Client {
  readonly #limits: PatienceLimits;
  readonly #ended = new Promise<void>((resolve) => this.once("end", resolve));

  constructor(config: pg.ClientConfig | undefined, limits: PatienceLimits) {
    super(config);
    this.#limits = limits;
    // One that breaks in use fails the statement of whoever uses it; unheard, this would end Node.
    this.on("error", () => {});
  }

  override query(...given: unknown[]): never {
    const answer = super.query(...(given as [string])) as unknown;
    const waits = answer instanceof Promise && this.#limits.job > 0;
    return (waits ? this.#await(answer) : answer) as never;
  }

  /** Ends the connection without a word to the server, which may not listen. */
  abandon(): void {
    (this as unknown as { connection: { stream: Socket } }).connection.stream.destroy();
  }

  /** The server is about to close it: until that is known, nobody else may get it. */
  async #endNow(): Promise<void> {
    this.abandon();
    await this.#ended;
  }

  async #await(answer: Promise<unknown>): Promise<unknown> {
    const { requestId, job } = requestScope();
    const limit = requestId && !job ? this.#limits.request : this.#limits.job;
    let late = false;
    const timer = setTimeout(() => {
      late = true;
      this.abandon();
    }, limit);
    try {
      return await answer;
    } catch (error) {
      if (late) throw new OutOfPatience(limit);
      if (isFarewell(error)) await this.#endNow();
      throw error;
    } finally {
      clearTimeout(timer);
    }
  }
}

/** PostgreSQL ends the connection with this error: shut down, terminated. */
function isFarewell(error: unknown): boolean {
  return /^57P0[1-5]$/.test(String((error as { code?: unknown }).code));
}
