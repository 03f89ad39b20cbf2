import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import type { Form } from "./form";
import type { Random } from "./random";

export interface Answer {
  status: number;
  /** Where a redirect leads: path and query when it is ours, else the whole address. */
  location: string | null;
  body: string;
}

/** What became of a request that may have changed something. */
export type Sent =
  /** Its answer was received whole. */
  | { kind: "answered"; answer: Answer }
  /** Nobody listened, so nothing was done. */
  | { kind: "refused" }
  /** The connection was cut: done or not. */
  | { kind: "unknown" };

/** Where the product is reached: one public address before any number of ports. */
export interface Doors {
  publicUrl: string;
  ports: readonly number[];
  /** Called with every answer that was received whole. */
  onAnswer(): void;
  /** They stay closed: trying again is no use. */
  areClosed(): boolean;
}

const ANSWER_LIMIT = 60_000;
const RELOAD_AFTER = 150;

/** A browser without JavaScript, which keeps its cookies and reloads what could not be read. */
export class Browser {
  readonly cookies = new Map<string, string>();
  readonly #doors: Doors;
  readonly #random: Random;

  constructor(doors: Doors, random: Random) {
    this.#doors = doors;
    this.#random = random;
  }

  /** Reads a page, again and again while the product is down; null when it stays down. */
  async read(path: string, tries = 60): Promise<Answer | null> {
    for (let turn = 0; turn < tries && !this.#doors.areClosed(); turn++) {
      const sent = await this.#send("GET", path, null);
      if (sent.kind === "answered" && sent.answer.status < 500) return sent.answer;
      await pause(RELOAD_AFTER);
    }
    return null;
  }

  /** Reads a page and where it redirects to. */
  async follow(path: string): Promise<Answer | null> {
    let answer = await this.read(path);
    for (let turn = 0; turn < 5 && answer?.location?.startsWith("/"); turn++)
      answer = await this.read(answer.location);
    return answer;
  }

  /**
   * Sends a form of the page at `path`; a list of values stands for the boxes that are ticked.
   * Pressed again only where nobody was there to take it.
   */
  async submit(
    path: string,
    form: Form,
    values: Record<string, string | readonly string[]>,
  ): Promise<Sent> {
    const data = new FormData();
    for (const [name, value] of form.fields) data.set(name, value);
    for (const [name, value] of Object.entries(values)) {
      data.delete(name);
      for (const each of typeof value === "string" ? [value] : value) data.append(name, each);
    }
    for (let turn = 0; turn < 60 && !this.#doors.areClosed(); turn++) {
      const sent = await this.#send("POST", form.action || path, data);
      if (sent.kind !== "refused") return sent;
      await pause(RELOAD_AFTER);
    }
    return { kind: "refused" };
  }

  async #send(method: string, path: string, form: FormData | null): Promise<Sent> {
    const encoded = form ? new Response(form) : null;
    const body = encoded ? Buffer.from(await encoded.arrayBuffer()) : null;
    const { host, origin } = new URL(this.#doors.publicUrl);
    const headers: http.OutgoingHttpHeaders = {
      host,
      accept: "text/html,application/xhtml+xml",
      "accept-language": "en",
      "sec-fetch-mode": "navigate",
      "sec-fetch-dest": "document",
      cookie: [...this.cookies].map(([name, value]) => `${name}=${value}`).join("; "),
    };
    if (body && encoded)
      Object.assign(headers, {
        origin,
        "sec-fetch-site": "same-origin",
        "content-type": encoded.headers.get("content-type"),
        "content-length": body.length,
      });
    const port = this.#random.pick(this.#doors.ports);
    return new Promise((resolve) => {
      const request = http.request(
        { host: "127.0.0.1", port, method, path, headers, agent: false, timeout: ANSWER_LIMIT },
        (response) => {
          const chunks: Buffer[] = [];
          response.on("data", (chunk: Buffer) => chunks.push(chunk));
          response.once("error", () => resolve({ kind: "unknown" }));
          response.once("close", () => {
            if (!response.complete) return resolve({ kind: "unknown" });
            this.#doors.onAnswer();
            this.#keep(response.headers["set-cookie"] ?? []);
            resolve({
              kind: "answered",
              answer: {
                status: response.statusCode ?? 0,
                location: this.#inward(response.headers.location),
                body: Buffer.concat(chunks).toString("utf8"),
              },
            });
          });
        },
      );
      request.once("timeout", () => request.destroy(new Error("No answer in time.")));
      request.once("error", (error: NodeJS.ErrnoException) =>
        resolve({ kind: error.code === "ECONNREFUSED" ? "refused" : "unknown" }),
      );
      request.end(body ?? undefined);
    });
  }

  #inward(location: string | undefined): string | null {
    if (location === undefined) return null;
    const url = new URL(location, this.#doors.publicUrl);
    const ours = url.origin === new URL(this.#doors.publicUrl).origin;
    return ours ? `${url.pathname}${url.search}` : url.href;
  }

  #keep(setCookies: readonly string[]): void {
    for (const line of setCookies) {
      const [pair = "", ...attributes] = line.split(";");
      const [name = "", ...value] = pair.split("=");
      const ended =
        value.join("=") === "" || attributes.some((each) => /^\s*max-age=0$/i.test(each));
      if (ended) this.cookies.delete(name.trim());
      else this.cookies.set(name.trim(), value.join("="));
    }
  }
}
