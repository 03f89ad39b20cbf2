import { randomUUID } from "node:crypto";
import http from "node:http";
import { setTimeout as sleep } from "node:timers/promises";
import { type BenchForm, fill, formHeaders } from "./form";

/*
 * The load, in a process of its own: sends filled forms over kept connections to loopback and says
 * how each was answered.
 */

export interface LoadOrder {
  form: BenchForm;
  /** Forms under way at once. */
  connections: number;
  /** So many milliseconds of as many as are taken … */
  milliseconds?: number;
  /** … or so many people, evenly over so many seconds. */
  people?: number;
  seconds?: number;
  /** The addresses to use, instead of ones that nobody has. */
  emails?: string[];
}

export interface LoadAnswer {
  email: string;
  status: number;
  location: string;
  /** When it was sent (or should have been), and how long after that the answer's head came. */
  begun: number;
  ms: number;
}

async function runLoad(order: LoadOrder): Promise<LoadAnswer[]> {
  const { hostname } = new URL(order.form.url);
  if (!["localhost", "127.0.0.1"].includes(hostname)) throw new Error("Load is for loopback only.");
  const agent = new http.Agent({ keepAlive: true, maxSockets: order.connections });
  const work = order.people === undefined ? asManyAsTaken : evenly;
  try {
    return await work(order, agent);
  } finally {
    agent.destroy();
  }
}

async function asManyAsTaken(order: LoadOrder, agent: http.Agent): Promise<LoadAnswer[]> {
  const answers: LoadAnswer[] = [];
  const until = performance.now() + (order.milliseconds ?? 0);
  const one = async () => {
    while (performance.now() < until) {
      const answer = await send(order.form, agent, address(), performance.now());
      if (performance.now() <= until) answers.push(answer);
    }
  };
  await Promise.all(Array.from({ length: order.connections }, one));
  return answers;
}

/** Who comes while all connections are busy waits, and the wait counts. */
async function evenly(order: LoadOrder, agent: http.Agent): Promise<LoadAnswer[]> {
  const { people = 0, seconds = 0 } = order;
  const begun = performance.now();
  const all = Array.from({ length: people }, async (_, number) => {
    const due = begun + (number / people) * seconds * 1000;
    await sleep(due - performance.now());
    return send(order.form, agent, order.emails?.[number] ?? address(), due);
  });
  return Promise.all(all);
}

function address(): string {
  return `${randomUUID()}@example.org`;
}

function send(form: BenchForm, agent: http.Agent, email: string, begun: number) {
  const body = fill(form, email);
  const headers = { ...formHeaders(form.url), "content-length": body.length };
  return new Promise<LoadAnswer>((resolve) => {
    const request = http.request(form.url, { method: "POST", agent, headers }, (response) => {
      const ms = performance.now() - begun;
      const { statusCode: status = 0, headers: given } = response;
      response.resume();
      response.once("close", () =>
        resolve({ email, status, location: given.location ?? "", begun, ms }),
      );
    });
    // No answer is an answer too: this person knows nothing of a place.
    request.once("error", () =>
      resolve({ email, status: 0, location: "", begun, ms: performance.now() - begun }),
    );
    request.end(body);
  });
}

process.on("message", (order: LoadOrder) => {
  void runLoad(order).then((answers) => process.send?.(answers));
});
process.on("disconnect", () => process.exit(0));
process.send?.({ type: "ready" });
